package im.zk.storage.testservers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that is installed with {@code npm install}, into the cache and nowhere else, and run by Node.js. */
record NpmTool(String name, String service, String packageName, String version, String binary, String time) {

    private static final Logger log = LoggerFactory.getLogger(NpmTool.class);

    /** The beginning of the command that runs it, which is installed where it isn't there yet. */
    List<String> command() {
        Tool node = Tool.find("node").orElseThrow(() -> missing("Node.js"));
        Path folder = ToolCache.install(name + "-" + version, this::install);
        return List.of(
                node.program().toString(),
                folder.resolve("node_modules").resolve(".bin").resolve(binary).toString());
    }

    private void install(Path folder) {
        Tool npm = Tool.find("npm").orElseThrow(() -> missing("npm"));
        log.info("Installing {} with npm install {}, once, about {}", name, target(), time);
        npm.install(
                name,
                Map.of(),
                List.of(
                        "install",
                        "--no-audit",
                        "--no-fund",
                        "--ignore-scripts",
                        "--prefix",
                        folder.toString(),
                        target()));
    }

    private String target() {
        return packageName + "@" + version;
    }

    private MissingServerException missing(String tool) {
        return new MissingServerException(
                name + " is missing: there is no " + tool + " on the path to install and run it"
                        + " (npm install " + target()
                        + "). Get Node.js with npm from https://nodejs.org, or start Docker, or name"
                        + " a server with -Dzkim.test." + service + ".endpoint=<URI>.");
    }
}
