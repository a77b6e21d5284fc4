package im.zk.storage.benchmarks.store;

import im.zk.storage.StorageBackend;
import im.zk.storage.benchmarks.contender.JClouds;
import im.zk.storage.benchmarks.contender.OpenDal;
import im.zk.storage.benchmarks.contender.Ours;
import im.zk.storage.benchmarks.contender.PlainFiles;
import im.zk.storage.file.Durability;
import im.zk.storage.file.FileStorageBackend;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;

/** A directory. None of the peers forces what it writes to the device, so the one that does is compared apart. */
final class DirectoryStore implements Store {

    static final String ROOT = "zkim.benchmark.directory";

    private final Path root;

    DirectoryStore(Path root) {
        this.root = root;
    }

    @Override
    public String name() {
        return "directory";
    }

    @Override
    public Map<String, String> whereabouts() {
        return Map.of(ROOT, root.toString());
    }

    @Override
    public OpenDal openDal(String namespace) {
        return new OpenDal("fs", Map.of("root", root.resolve(namespace).toString()));
    }

    @Override
    public URI endpoint() {
        return root.toUri();
    }

    @Override
    public List<Offer> offers(URI endpoint) {
        return List.of(
                Offer.ours(() -> new Ours(backend("ours", Durability.NO_SYNC))),
                Offer.client("java.nio Files", () -> new PlainFiles(directory("plain"), false)),
                Offer.library(
                        "OpenDAL",
                        () -> new OpenDal(
                                "fs", Map.of("root", directory("opendal").toString()))),
                Offer.library("jclouds", this::jclouds),
                Offer.variant("zkim-storage, forced", () -> new Ours(backend("forced", Durability.SYNC))),
                Offer.variant("java.nio, forced", () -> new PlainFiles(directory("plain-forced"), true)));
    }

    @Override
    public StorageBackend ours(URI endpoint, String namespace) throws IOException {
        return backend(namespace, Durability.NO_SYNC);
    }

    private StorageBackend backend(String name, Durability durability) throws IOException {
        return FileStorageBackend.builder()
                .directory(directory(name))
                .durability(durability)
                .build();
    }

    private JClouds jclouds() throws IOException {
        Properties properties = new Properties();
        properties.setProperty(
                "jclouds.filesystem.basedir", directory("jclouds").toString());
        BlobStoreContext context =
                ContextBuilder.newBuilder("filesystem").overrides(properties).buildView(BlobStoreContext.class);
        context.getBlobStore().createContainerInLocation(null, "container");
        return new JClouds(context, "container");
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectories(root.resolve(name));
    }
}
