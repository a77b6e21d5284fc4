package im.zk.storage.testservers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server from packages of the system's, which only root may install. */
record DebianPackages(String name, String service, List<String> programs, List<String> packages, String time) {

    private static final Logger log = LoggerFactory.getLogger(DebianPackages.class);

    /** Installs what isn't there yet. */
    void install() {
        ToolCache.once(name + "-packages", this::areInstalled, this::installNow);
    }

    private boolean areInstalled() {
        return programs.stream().allMatch(program -> Tool.find(program).isPresent());
    }

    private void installNow() {
        if (Tool.find("apt-get").isEmpty()) {
            throw missing("this is no Debian or Ubuntu");
        }
        if (!isRoot()) {
            throw missing("only root may install packages");
        }
        log.info("Installing {} with apt-get install {}, once, about {}", name, String.join(" ", packages), time);
        // The shell is what ends with the JVM; apt-get goes on, as a killed one would leave the system half configured.
        String command = "apt-get update -q && apt-get install -q -y --no-install-recommends "
                + String.join(" ", packages) + "; exit $?";
        Tool.SHELL.install(name, Map.of("DEBIAN_FRONTEND", "noninteractive"), List.of("-c", command));
    }

    private MissingServerException missing(String reason) {
        return new MissingServerException(name + " is missing, and " + reason + ". Get it with \"apt-get install "
                + String.join(" ", packages)
                + "\" on Debian 12 or Ubuntu 22.04 or newer, or name a server with -Dzkim.test."
                + service + ".endpoint=<URI>.");
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name")) || Files.isWritable(Path.of("/var/lib/dpkg"));
    }
}
