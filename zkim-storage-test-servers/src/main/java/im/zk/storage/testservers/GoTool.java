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
        Path modules = TemporaryDirectory.create("go");
        try {
            // Modules come into a folder of their own, which -modcacherw lets be removed; with -trimpath a second build
            // is quick.
            go.install(
                    name,
                    Map.of(
                            "GOBIN", folder.toString(),
                            "GOPATH", modules.toString(),
                            "GOMODCACHE", modules.resolve("modules").toString(),
                            "GOFLAGS", "-modcacherw -trimpath",
                            "CGO_ENABLED", "0"),
                    List.of("install", target));
        } finally {
            TemporaryDirectory.remove(modules);
        }
    }

    private String missing(String target) {
        return name + " is missing: there is no Go on the path to install it with (go install " + target
                + "). Get Go from https://go.dev/dl, or start Docker, or name a server with -Dzkim.test."
                + service + ".endpoint=<URI>.";
    }
}
