package im.zk.storage.jdbc;

import im.zk.storage.ErrorKind;
import im.zk.storage.spi.Keys;
import java.sql.SQLException;

/** What this module finds wrong with a table, a key or a value where the server would say less, or too late. */
final class TableException extends SQLException {

    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;

    private TableException(ErrorKind kind, String message) {
        super(message);
        this.kind = kind;
    }

    static TableException missing(TableName table) {
        return new TableException(
                ErrorKind.CONTAINER_NOT_FOUND,
                "The table " + table + " does not exist, or its schema does not, and it is not to be created.");
    }

    static TableException unusable(String message) {
        return new TableException(ErrorKind.INVALID_CONFIG, message);
    }

    static TableException keyTooLong(TableName table, String key, int characters, int maximum) {
        return new TableException(
                ErrorKind.INVALID_KEY,
                "The key " + Keys.quote(key) + " needs " + characters
                        + " characters, prefix included, and the column key "
                        + "of the table " + table + " holds " + maximum
                        + ". Open it once with widenKeyColumn, which makes the column TEXT.");
    }

    static TableException noValue(TableName table) {
        return new TableException(
                ErrorKind.CORRUPTED,
                "The table " + table + " has NULL in its column data, where every row has a value.");
    }

    static TableException valueTooLarge(long bytes, long maximum) {
        return new TableException(
                ErrorKind.VALUE_TOO_LARGE, "The value has " + bytes + " bytes; at most " + maximum + " are allowed.");
    }

    ErrorKind kind() {
        return kind;
    }
}
