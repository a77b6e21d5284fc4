package im.zk.storage.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server whose source comes with this module, in a folder of its own name, and that is built with {@code go build} into
 * the cache. Other sources make another program.
 */
record GoProgram(String name, String service, List<String> sources, String time) {

    private static final Logger log = LoggerFactory.getLogger(GoProgram.class);
    private static final int HASH_CHARACTERS = 16;

    /** The program, which is built where it isn't there yet. */
    Path installed() {
        Map<String, String> texts = new LinkedHashMap<>();
        sources.forEach(source -> texts.put(source, Resource.read(name + "/" + source)));
        return ToolCache.install(name + "-" + hash(texts), folder -> build(folder, texts))
                .resolve(name);
    }

    private void build(Path folder, Map<String, String> texts) {
        Tool go = Tool.find("go").orElseThrow(() -> new MissingServerException(missing()));
        log.info("Building {} with go build, once, about {}", name, time);
        Path source = folder.resolve("source");
        try {
            Files.createDirectory(source);
            for (Map.Entry<String, String> text : texts.entrySet()) {
                Files.writeString(source.resolve(text.getKey()), text.getValue());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        GoTool.run(
                go,
                name,
                folder,
                List.of(
                        "build",
                        "-C",
                        source.toString(),
                        "-o",
                        folder.resolve(name).toString(),
                        "."));
    }

    private String missing() {
        return name
                + " is missing: there is no Go on the path to build it with. Get Go from https://go.dev/dl, or start"
                + " Docker, or name a server with -Dzkim.test." + service + ".endpoint=<URI>.";
    }

    private static String hash(Map<String, String> texts) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(texts.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_CHARACTERS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JVM has SHA-256", impossible);
        }
    }
}
