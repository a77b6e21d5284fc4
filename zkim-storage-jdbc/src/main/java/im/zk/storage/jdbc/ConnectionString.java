package im.zk.storage.jdbc;

import im.zk.storage.ServiceException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where a database is: a JDBC URL, or a URI as libpq and node-postgres take it. Taken apart here, because the driver logs
 * what it cannot parse, password and all.
 * See <a href="https://jdbc.postgresql.org/documentation/use/#connecting-to-the-database">Connecting</a>.
 *
 * @param properties the driver's properties, secrets among them
 */
record ConnectionString(Properties properties) {

    private static final Pattern PARTS =
            Pattern.compile("(?s)(jdbc:)?(?:postgresql|postgres):(//)?(?:([^/?]*)@)?([^?]*)(?:\\?(.*))?");

    /** A host, an address of IPv6 in brackets, and a port. */
    private static final Pattern SERVER = Pattern.compile("(?:[^:]*|\\[[^]]*])(?::(\\d{1,5}))?");

    private static final int LARGEST_PORT = 65_535;

    /** Takes it apart; fails with {@code INVALID_CONFIG} where it is malformed, and quotes nothing of it but names. */
    static ConnectionString parse(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw PostgresErrors.invalid(
                    "The connection string is to begin with jdbc:postgresql: or postgresql:, as in "
                            + "jdbc:postgresql://localhost:5432/zkim");
        }
        boolean jdbc = parts.group(1) != null;
        Properties server = location(parts.group(2), parts.group(4));
        Properties properties = new Properties();
        properties.putAll(server);
        addUser(properties, parts.group(3));
        for (String pair :
                parts.group(5) == null ? new String[0] : parts.group(5).split("&")) {
            addParameter(properties, pair, jdbc);
        }
        return new ConnectionString(properties);
    }

    /** This one for a user; fails with {@code INVALID_CONFIG} where it names one itself. */
    ConnectionString with(PGProperty property, @Nullable String value) {
        if (value == null) {
            return this;
        }
        if (properties.containsKey(property.getName())) {
            throw PostgresErrors.invalid(
                    "The " + property.getName() + " is given twice: in the connection string and beside it.");
        }
        Properties all = new Properties();
        all.putAll(properties);
        property.set(all, value);
        return new ConnectionString(all);
    }

    /** The host, the port and the database. */
    @Override
    public String toString() {
        String database = properties.getProperty(PGProperty.PG_DBNAME.getName());
        return properties.getProperty(PGProperty.PG_HOST.getName()) + ":"
                + properties.getProperty(PGProperty.PG_PORT.getName()) + (database == null ? "" : "/" + database);
    }

    private static Properties location(@Nullable String slashes, String location) {
        if (location.contains("@")) {
            throw PostgresErrors.invalid("The connection string has an '@' or a '/' in its user or password; "
                    + "write them as %40 and %2F, or give username and password beside it.");
        }
        boolean hasServers =
                Arrays.stream(location.split("/", 2)[0].split(",", -1)).allMatch(ConnectionString::isServer);
        if (slashes != null && !hasServers) {
            throw malformed();
        }
        String complete = slashes != null && !location.contains("/") ? location + "/" : location;
        Properties parsed = Driver.parseURL("jdbc:postgresql:" + (slashes == null ? "" : slashes) + complete, null);
        if (parsed == null) {
            throw malformed();
        }
        Properties properties = new Properties();
        for (PGProperty each : new PGProperty[] {PGProperty.PG_HOST, PGProperty.PG_PORT, PGProperty.PG_DBNAME}) {
            String value = parsed.getProperty(each.getName());
            if (value != null) {
                each.set(properties, value);
            }
        }
        return properties;
    }

    /** Asked before the driver is, which logs a port that is none: the beginning of a password with a bare '?' in it. */
    private static boolean isServer(String text) {
        Matcher server = SERVER.matcher(text);
        if (!server.matches()) {
            return false;
        }
        int port = server.group(1) == null ? 1 : Integer.parseInt(server.group(1));
        return port >= 1 && port <= LARGEST_PORT;
    }

    private static ServiceException malformed() {
        return PostgresErrors.invalid("The connection string's host, port or database is malformed; it is to be like "
                + "jdbc:postgresql://localhost:5432/zkim, with %3F for a '?' in its user or password");
    }

    private static void addUser(Properties properties, @Nullable String userInfo) {
        if (userInfo != null) {
            String[] halves = userInfo.split(":", 2);
            PGProperty.USER.set(properties, decode(halves[0], false));
            if (halves.length == 2) {
                PGProperty.PASSWORD.set(properties, decode(halves[1], false));
            }
        }
    }

    /** A parameter that the driver does not know would be ignored: a typo in sslmode would cost the encryption. */
    private static void addParameter(Properties properties, String pair, boolean jdbc) {
        if (pair.isEmpty()) {
            return;
        }
        String[] halves = pair.split("=", 2);
        PGProperty property = PGProperty.forName(halves[0]);
        if (property == null) {
            String name = halves[0].matches("\\w{1,40}") ? "'" + halves[0] + "' " : "";
            throw PostgresErrors.invalid("The connection string has a parameter " + name + "that the PostgreSQL driver "
                    + "does not know; see https://jdbc.postgresql.org/documentation/use/");
        }
        if (properties.containsKey(property.getName())) {
            throw PostgresErrors.invalid("The connection string names '" + property.getName() + "' twice.");
        }
        String value = halves.length < 2 ? "" : decode(halves[1], jdbc);
        property.set(properties, value);
    }

    /** In a JDBC URL a plus sign is a space, as the driver reads it; in a URI it stands for itself. */
    private static String decode(String raw, boolean plusIsSpace) {
        try {
            return URLDecoder.decode(plusIsSpace ? raw : raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw PostgresErrors.invalid("The connection string has a '%' that begins no escape; write it as %25.");
        }
    }
}
