package im.zk.storage.s3;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.RegionMetadata;

/**
 * Checks what says where a bucket is, so that a slip is refused by name before any request.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">Bucket naming rules</a>
 */
final class Location {

    private static final Pattern BUCKET_CHARACTERS = Pattern.compile("[a-z0-9.-]*");
    private static final Pattern BUCKET_ENDS = Pattern.compile("[a-z0-9](.*[a-z0-9])?");
    private static final Pattern IPV4 = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
    private static final Pattern REGION = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int SHORTEST_BUCKET = 3;
    private static final int LONGEST_BUCKET = 63;
    private static final int HIGHEST_PORT = 65_535;

    private Location() {}

    /** What is wrong with a bucket's name, as the end of a sentence; null where it may be one. */
    static @Nullable String bucketViolation(String bucket) {
        if (bucket.startsWith("arn:")) {
            return "is an ARN; give the bucket's name, or the alias of the access point";
        }
        if (bucket.length() < SHORTEST_BUCKET || bucket.length() > LONGEST_BUCKET) {
            return "has " + bucket.length() + " characters; it needs 3 to 63";
        }
        if (!BUCKET_CHARACTERS.matcher(bucket).matches()) {
            return "has other characters than a-z, 0-9, '.' and '-'";
        }
        if (!BUCKET_ENDS.matcher(bucket).matches()) {
            return "does not begin and end with one of a-z and 0-9";
        }
        if (bucket.contains("..") || IPV4.matcher(bucket).matches()) {
            return "has two dots side by side, or is an IP address";
        }
        if (bucket.startsWith("xn--") || bucket.startsWith("sthree-") || bucket.startsWith("amzn-s3-demo-")) {
            return "begins with what Amazon reserves: xn--, sthree-, amzn-s3-demo-";
        }
        if (bucket.endsWith("--x-s3") || bucket.endsWith(".mrap") || bucket.endsWith("--table-s3")) {
            return "is that of a directory bucket, table bucket or multi-Region access point, which differ from the"
                    + " general purpose buckets that are supported";
        }
        return null;
    }

    /** What is wrong with a region, as the end of a sentence; null where it may be one. */
    static @Nullable String regionViolation(String region, boolean amazons) {
        if (!REGION.matcher(region).matches()) {
            return "is not of the form eu-west-1";
        }
        List<String> known = Region.regions().stream()
                .filter(each -> !each.isGlobalRegion())
                .map(Region::id)
                .toList();
        if (!amazons || known.contains(region)) {
            return null;
        }
        String nearest = known.stream()
                .min(Comparator.comparingInt(each -> differences(each, region)))
                .orElseThrow();
        return "is none that the AWS SDK knows. Did you mean '" + nearest + "' ("
                + RegionMetadata.of(Region.of(nearest)).description()
                + ")? One that is newer than the SDK needs its endpoint, such as https://s3." + region
                + ".amazonaws.com";
    }

    /** What is wrong with an endpoint, as the end of a sentence that does not quote it; null where it may be one. */
    static @Nullable String endpointViolation(URI endpoint) {
        String scheme = endpoint.getScheme();
        if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
            return "does not begin with http:// or https://";
        }
        if (endpoint.getHost() == null) {
            return "has no host, as in https://storage.example.com:9000";
        }
        if (endpoint.getPort() > HIGHEST_PORT) {
            return "has a port over " + HIGHEST_PORT;
        }
        if (endpoint.getRawUserInfo() != null) {
            return "has a user or a password in it; give accessKeyId and secretAccessKey instead";
        }
        if (endpoint.getRawQuery() != null || endpoint.getRawFragment() != null) {
            return "has a '?' or a '#'";
        }
        return null;
    }

    /** How many characters differ, place by place from both ends: enough to find a slip of the pen. */
    private static int differences(String left, String right) {
        int longer = Math.max(left.length(), right.length());
        int same = 0;
        while (same < Math.min(left.length(), right.length()) && left.charAt(same) == right.charAt(same)) {
            same++;
        }
        int tail = 0;
        while (tail < Math.min(left.length(), right.length()) - same
                && left.charAt(left.length() - 1 - tail) == right.charAt(right.length() - 1 - tail)) {
            tail++;
        }
        return longer - same - tail;
    }
}
