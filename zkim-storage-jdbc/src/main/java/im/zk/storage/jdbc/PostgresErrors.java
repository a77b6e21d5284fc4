package im.zk.storage.jdbc;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.jdbc.Refusals.RefusedRowsException;
import im.zk.storage.spi.BackendErrors;
import im.zk.storage.spi.Operation;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What the server and the driver say, in the words of the contract: by SQLSTATE, never by text.
 * See <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL Error Codes</a>.
 */
final class PostgresErrors implements BackendErrors {

    private static final String SQL_STATE = "sqlState";

    /** Whole states before their classes, which are their first two characters. */
    private static final Map<String, ErrorKind> KINDS = Map.ofEntries(
            Map.entry("08", ErrorKind.UNAVAILABLE),
            Map.entry("22021", ErrorKind.INVALID_CONFIG),
            Map.entry("22P05", ErrorKind.INVALID_CONFIG),
            Map.entry("25006", ErrorKind.UNAVAILABLE),
            Map.entry("28", ErrorKind.PERMISSION_DENIED),
            Map.entry("3D", ErrorKind.CONTAINER_NOT_FOUND),
            Map.entry("3F", ErrorKind.CONTAINER_NOT_FOUND),
            Map.entry("40", ErrorKind.CONFLICT),
            Map.entry("42501", ErrorKind.PERMISSION_DENIED),
            Map.entry("42P01", ErrorKind.CONTAINER_NOT_FOUND),
            Map.entry("42", ErrorKind.INVALID_CONFIG),
            Map.entry("53", ErrorKind.UNAVAILABLE),
            Map.entry("54", ErrorKind.VALUE_TOO_LARGE),
            Map.entry("55", ErrorKind.CONFLICT),
            Map.entry("57014", ErrorKind.TIMEOUT),
            Map.entry("57P04", ErrorKind.CONTAINER_NOT_FOUND),
            Map.entry("57", ErrorKind.UNAVAILABLE),
            Map.entry("58", ErrorKind.UNAVAILABLE),
            Map.entry("XX001", ErrorKind.CORRUPTED),
            Map.entry("XX002", ErrorKind.CORRUPTED));

    /** What the server says of single rows: their data, a constraint, a policy, a trigger. */
    private static final List<String> OF_ROW = List.of("22", "23", "42501", "44", "P0");

    private final TableName table;

    PostgresErrors(TableName table) {
        this.table = table;
    }

    /** What a builder fails with. */
    static ServiceException invalid(String message) {
        return ServiceException.builder(ServiceException.STORAGE_ERROR, ErrorKind.INVALID_CONFIG, message)
                .build();
    }

    /** Whether a statement failed because of one of its rows, so that it may succeed for the others. */
    static boolean isOfRow(SQLException failure) {
        String state = Objects.requireNonNullElse(failure.getSQLState(), "");
        boolean ours = failure instanceof TableException own
                && own.kind() != ErrorKind.INVALID_CONFIG
                && own.kind() != ErrorKind.CONTAINER_NOT_FOUND;
        return ours || OF_ROW.stream().anyMatch(state::startsWith);
    }

    @Override
    public String code(Operation operation) {
        return switch (operation) {
            case SET -> "POSTGRES_INSERT_ERROR";
            case GET -> "POSTGRES_SELECT_ERROR";
            default -> operation.code("POSTGRES");
        };
    }

    @Override
    public ServiceException translate(Operation operation, @Nullable String key, Throwable cause) {
        if (cause instanceof RefusedRowsException refused) {
            return refused(operation, refused.byKey());
        }
        if (cause instanceof TableException own) {
            return error(operation, key, own.kind(), Objects.requireNonNull(own.getMessage()))
                    .cause(cause)
                    .build();
        }
        if (cause instanceof SQLException failed) {
            return error(operation, key, kind(failed), message(failed))
                    .detail(SQL_STATE, failed.getSQLState())
                    .cause(withoutDetail(failed))
                    .build();
        }
        String message = cause instanceof InterruptedException
                ? "The thread that did the work was interrupted."
                : "PostgreSQL could not be used: " + cause.getClass().getName() + ".";
        ErrorKind kind = cause instanceof InterruptedException ? ErrorKind.UNAVAILABLE : ErrorKind.UNKNOWN;
        return error(operation, key, kind, message).cause(cause).build();
    }

    private ServiceException refused(Operation operation, Map<String, SQLException> byKey) {
        ServiceException first =
                translate(operation, null, byKey.values().iterator().next());
        return ServiceException.builder(first.code(), first.kind(), Objects.requireNonNull(first.getMessage()))
                .failedKeys(byKey.keySet())
                .detailsOf(first)
                .cause(first.getCause())
                .build();
    }

    private static ErrorKind kind(SQLException failure) {
        if (failure instanceof SQLTimeoutException || hasCause(failure, SocketTimeoutException.class)) {
            return failure instanceof SQLTransientConnectionException ? ErrorKind.UNAVAILABLE : ErrorKind.TIMEOUT;
        }
        String state = failure.getSQLState();
        if (state == null) {
            return failure instanceof SQLTransientConnectionException ? ErrorKind.UNAVAILABLE : ErrorKind.UNKNOWN;
        }
        ErrorKind exact = KINDS.get(state);
        ErrorKind ofClass = state.length() < 2 ? null : KINDS.get(state.substring(0, 2));
        return exact != null ? exact : ofClass != null ? ofClass : ErrorKind.UNKNOWN;
    }

    /** The words of the server's that quote no row; the driver's own name a host and a port at most. */
    private String message(SQLException failure) {
        ServerErrorMessage server = failure instanceof PSQLException known ? known.getServerErrorMessage() : null;
        String words = server == null ? failure.getMessage() : server.getMessage();
        String state = failure.getSQLState() == null ? "" : " (SQLSTATE " + failure.getSQLState() + ")";
        return "The table " + table + " could not be used: " + words + state;
    }

    /**
     * Without what the driver shows of it unless it was told not to: the detail of a constraint's error quotes the row,
     * value and all, and the context quotes what was sent where {@code log_parameter_max_length_on_error} is set.
     */
    private static SQLException withoutDetail(SQLException failure) {
        ServerErrorMessage server = failure instanceof PSQLException known ? known.getServerErrorMessage() : null;
        if (server == null || (server.getDetail() == null && server.getWhere() == null)) {
            return failure;
        }
        SQLException copy = new SQLException(server.getMessage(), failure.getSQLState());
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return true;
            }
        }
        return false;
    }
}
