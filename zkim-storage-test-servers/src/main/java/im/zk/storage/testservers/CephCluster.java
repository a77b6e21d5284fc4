package im.zk.storage.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The smallest Ceph that speaks S3: one monitor, one object store in memory, one gateway. */
final class CephCluster implements Instance {

    private static final String STEPS = Resource.read("ceph.sh");
    private static final Ready READY = Ready.http("/");

    private final Path directory = TemporaryDirectory.create("ceph");
    private final UUID fsid = UUID.randomUUID();
    private final int port = FreePort.next();
    private final int messenger = FreePort.next();
    private final int legacy = FreePort.next();
    private final List<GuardedProcess> store = new ArrayList<>();
    private GuardedProcess gateway;

    CephCluster(String accessKeyId, String secretAccessKey) {
        configure();
        step("monitor", fsid.toString(), String.valueOf(messenger), String.valueOf(legacy));
        store.add(daemon("ceph-mon", "-i", "a"));
        step("store", UUID.randomUUID().toString());
        store.add(daemon("ceph-osd", "-i", "0"));
        gateway = startGateway();
        step("user", accessKeyId, secretAccessKey);
        awaitReady();
    }

    @Override
    public int port() {
        return port;
    }

    /** Kills the gateway. The store under it is in memory and stays, as that of a real one would on its disks. */
    @Override
    public synchronized void stop() {
        gateway.stop(Stop.KILL);
    }

    @Override
    public synchronized void start() {
        gateway = startGateway();
        awaitReady();
    }

    @Override
    public synchronized void close() {
        gateway.close();
        store.forEach(GuardedProcess::close);
        TemporaryDirectory.remove(directory);
    }

    private void configure() {
        String configuration = Resource.read("ceph.conf")
                .replace("@fsid@", fsid.toString())
                .replace("@directory@", directory.toString())
                .replace("@port@", String.valueOf(port))
                .replace("@messenger@", String.valueOf(messenger))
                .replace("@legacy@", String.valueOf(legacy));
        try {
            Files.writeString(directory.resolve("ceph.conf"), configuration);
        } catch (IOException failure) {
            throw new UncheckedIOException("Ceph could not be configured in " + directory, failure);
        }
    }

    private void step(String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of("-c", STEPS, "ceph.sh", name, directory.toString()));
        command.addAll(List.of(arguments));
        Tool.SHELL.run(Map.of(), command);
    }

    private GuardedProcess startGateway() {
        return daemon("radosgw", "-n", "client.rgw.a");
    }

    private GuardedProcess daemon(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-c", directory.resolve("ceph.conf").toString(), "-f"));
        return GuardedProcess.start(command, Map.of(), directory);
    }

    private void awaitReady() {
        GuardedProcess started = gateway;
        boolean inTime = Ready.await(() -> !started.isAlive() || READY.at(port));
        if (!inTime || !started.isAlive()) {
            throw new IllegalStateException("Ceph did not start. Its last output:\n" + started.tail());
        }
    }
}
