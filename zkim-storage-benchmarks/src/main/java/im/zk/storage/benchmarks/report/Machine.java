package im.zk.storage.benchmarks.report;

import im.zk.storage.testservers.TestServers;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a run ran on and with. */
final class Machine {

    /** The artifacts whose versions matter, as the names of their files begin. */
    private static final List<String> ARTIFACTS = List.of(
            "s3",
            "netty-nio-client",
            "apache5-client",
            "azure-storage-blob",
            "google-cloud-storage",
            "postgresql",
            "HikariCP",
            "opendal",
            "jclouds-core",
            "jetty-server");

    private Machine() {}

    /** Lines about the machine. */
    static List<String> describe() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("processor: " + processor() + ", " + Runtime.getRuntime().availableProcessors()
                + " of its cores; memory: " + memory());
        lines.add("system: " + System.getProperty("os.name") + " "
                + System.getProperty("os.version").replaceFirst("^(\\d+\\.\\d+).*", "$1") + " "
                + System.getProperty("os.arch"));
        lines.add("Java: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version")
                + ", " + System.getProperty("java.vendor"));
        lines.add("libraries: " + String.join(", ", libraries()));
        lines.add("servers: " + servers());
        return lines;
    }

    private static String processor() throws IOException {
        return line("/proc/cpuinfo", "model name\\s*:\\s*(.*)").orElse("unknown");
    }

    private static String memory() throws IOException {
        return line("/proc/meminfo", "MemTotal:\\s*(\\d+) kB")
                .map(kib -> String.format(Locale.ROOT, "%.0f GiB", Double.parseDouble(kib) / (1 << 20)))
                .orElse("unknown");
    }

    private static Optional<String> line(String file, String pattern) throws IOException {
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(path)) {
            return lines.map(Pattern.compile(pattern)::matcher)
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group(1))
                    .findFirst();
        }
    }

    /** The versions that the tests install; a server that a system property names may have another. */
    private static String servers() throws IOException {
        Properties versions = new Properties();
        try (InputStream resource = TestServers.class.getResourceAsStream("versions.properties")) {
            versions.load(resource);
        }
        Map<String, String> sorted = new TreeMap<>();
        versions.stringPropertyNames().stream()
                .filter(name -> name.endsWith(".version") && !name.startsWith("python-"))
                .forEach(name -> sorted.put(name.replace(".version", ""), versions.getProperty(name)));
        return sorted.entrySet().stream()
                .map(version -> version.getKey() + " " + version.getValue())
                .collect(Collectors.joining(", "));
    }

    private static List<String> libraries() {
        Pattern jar = Pattern.compile("(.*)-(\\d[^-]*(?:-jre)?)\\.jar");
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                // Two of jclouds' are named as those of the services.
                .filter(entry -> !entry.contains("jclouds") || entry.contains("jclouds-core"))
                .map(entry -> jar.matcher(Path.of(entry).getFileName().toString()))
                .filter(matcher -> matcher.matches() && ARTIFACTS.contains(matcher.group(1)))
                .map(matcher -> matcher.group(1) + " " + matcher.group(2))
                .distinct()
                .sorted()
                .toList();
    }
}
