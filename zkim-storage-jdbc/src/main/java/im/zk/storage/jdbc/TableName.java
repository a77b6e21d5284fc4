package im.zk.storage.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a table, by the rules of SQL: {@code [schema.]table}, where a part in double quotes stands as it is and any
 * other folds to small letters.
 * See <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS">Identifiers</a>.
 */
record TableName(@Nullable String schema, String table) {

    /** PostgreSQL cuts longer ones off, and two names would be one table. */
    private static final int MAXIMUM_BYTES = 63;

    private static final String PART = "(\"(?:[^\"\\p{Cntrl}]|\"\")+\"|[A-Za-z_][A-Za-z0-9_$]*)";
    private static final Pattern NAME = Pattern.compile("(?:" + PART + "\\.)?" + PART);

    /** Takes a name apart; fails with {@code INVALID_CONFIG} where it is none. */
    static TableName parse(String text) {
        Matcher parts = NAME.matcher(text);
        if (!parts.matches()) {
            throw PostgresErrors.invalid(
                    "The table name is to be [schema.]table, each of letters, digits, '_' and '$', "
                            + "or in double quotes; it is: " + text);
        }
        return new TableName(parts.group(1) == null ? null : identifier(parts.group(1)), identifier(parts.group(2)));
    }

    /** As SQL takes it, whatever is in it. */
    String quoted() {
        return schema == null ? quote(table) : quote(schema) + "." + quote(table);
    }

    /** As a user reads it. */
    @Override
    public String toString() {
        return schema == null ? table : schema + "." + table;
    }

    private static String identifier(String part) {
        String identifier = part.startsWith("\"")
                ? part.substring(1, part.length() - 1).replace("\"\"", "\"")
                : part.toLowerCase(Locale.ROOT);
        if (identifier.getBytes(StandardCharsets.UTF_8).length > MAXIMUM_BYTES) {
            throw PostgresErrors.invalid("The table name has a part of more than " + MAXIMUM_BYTES
                    + " bytes, which PostgreSQL would cut off: " + identifier);
        }
        return identifier;
    }

    private static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
