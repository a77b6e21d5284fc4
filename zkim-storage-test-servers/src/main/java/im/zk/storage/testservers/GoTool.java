package im.zk.storage.testservers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that is installed with {@code go install}, into the cache and nowhere else. */
record GoTool(String name, String service, String module, String version, String binary, String time) {

    private static final Logger log = LoggerFactory.getLogger(GoTool.class);

    /** The program, which is built where it isn't there yet. */
    Path installed() {
        return ToolCache.install(name + "-" + version, this::install).resolve(binary);
    }

    private void install(Path folder) {
        String target = module + "@" + version;
        Tool go = Tool.find("go").orElseThrow(() -> new MissingServerException(missing(target)));
        log.info("Installing {} with go install {}, once, about {}", name, target, time);
        run(go, name, folder, List.of("install", target));
    }

    /**
     * Runs Go to put a program into a folder. All that it leaves behind when it is killed is in the folder, which the next
     * attempt empties; without {@code -modcacherw} that could not be done. With {@code -trimpath} a second build is quick.
     */
    static void run(Tool go, String name, Path folder, List<String> arguments) {
        Path modules = folder.resolve("modules");
        go.install(
                name,
                Map.of(
                        "GOBIN", folder.toString(),
                        "GOPATH", modules.toString(),
                        "GOMODCACHE", modules.resolve("cache").toString(),
                        "GOTMPDIR", folder.toString(),
                        "GOFLAGS", "-modcacherw -trimpath",
                        "CGO_ENABLED", "0"),
                arguments);
        TemporaryDirectory.remove(modules);
    }

    private String missing(String target) {
        return name + " is missing: there is no Go on the path to install it with (go install " + target
                + "). Get Go from https://go.dev/dl, or start Docker, or name a server with -Dzkim.test."
                + service + ".endpoint=<URI>.";
    }
}
