package im.zk.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a configuration fails with that names what is not there. */
final class UnknownNames {

    /** The artifact that adds a type. */
    private static final Map<String, String> ARTIFACTS = Map.of(
            "file", "zkim-storage-file",
            "s3", "zkim-storage-s3",
            "azure", "zkim-storage-azure",
            "gcs", "zkim-storage-gcs",
            "postgres", "zkim-storage-jdbc",
            "jdbc", "zkim-storage-jdbc",
            "rest", "zkim-storage-rest",
            "ipfs", "zkim-storage-ipfs");

    private static final String DECORATORS = "zkim-storage-decorators";

    /** What that artifact adds to every type. */
    private static final List<String> DECORATOR_PROPERTIES = List.of(
            "cacheMaximumBytes",
            "cacheNegativeTimeToLiveMillis",
            "cacheTimeToLiveMillis",
            "checksum",
            "checksumAcceptUnmarked",
            "concurrencyLimit",
            "concurrencyQueue",
            "keyPrefix",
            "logging",
            "loggingKeys",
            "metrics",
            "operationTimeoutMillis",
            "readOnly",
            "retryBaseDelayMillis",
            "retryDeadlineMillis",
            "retryMaximumAttempts",
            "retryMaximumDelayMillis");

    private UnknownNames() {}

    /** A type that nobody provides: names the nearest, and the artifact that would add it. */
    static ServiceException type(String type, List<String> types) {
        List<String> known =
                Stream.concat(types.stream(), ARTIFACTS.keySet().stream()).toList();
        String wanted =
                ARTIFACTS.containsKey(type) ? type : Nearest.to(type, known).orElse(type);
        String artifact = ARTIFACTS.get(wanted);
        StringBuilder message = new StringBuilder("There is no storage type '" + type + "' on the class path, only: ")
                .append(String.join(", ", types))
                .append('.');
        if (!wanted.equals(type)) {
            message.append(" Did you mean '").append(wanted).append("'?");
        }
        if (artifact != null && !types.contains(wanted)) {
            message.append(" The artifact im.zk.storage:").append(artifact).append(" adds it.");
        }
        return StorageConfig.invalid(message.toString());
    }

    /** A property that nobody knows: names the nearest, and the artifact where that one is a decorator's. */
    static ServiceException property(String type, String name, List<String> own, List<String> known) {
        List<String> candidates = new ArrayList<>(known);
        candidates.addAll(DECORATOR_PROPERTIES);
        String nearest = Nearest.to(name, candidates).orElse("");
        String suggestion = nearest.isEmpty() || nearest.equals(name) ? "" : " Did you mean '" + nearest + "'?";
        boolean absent = DECORATOR_PROPERTIES.contains(nearest) && !known.contains(nearest);
        return StorageConfig.invalid("The " + type + " storage has no property '" + name + "'." + suggestion
                + (absent ? " The artifact im.zk.storage:" + DECORATORS + " adds it." : "") + " It knows: "
                + (own.isEmpty() ? "none" : String.join(", ", own)) + ".");
    }
}
