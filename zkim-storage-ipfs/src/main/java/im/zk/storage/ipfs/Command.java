package im.zk.storage.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.List;

/**
 * A command of <a href="https://docs.ipfs.tech/reference/kubo/rpc/">Kubo's RPC API</a>: its name, arguments and options.
 *
 * @param name such as {@code files/stat}
 * @param query arguments and options, percent-encoded
 * @param files what goes with it; read until the command is answered
 */
record Command(String name, String query, List<Attachment> files) {

    /** A command without arguments. */
    static Command of(String name) {
        return new Command(name, "", List.of());
    }

    /** This command with one more argument. */
    Command arg(String value) {
        return option("arg", value);
    }

    /** This command with an option. */
    Command option(String option, Object value) {
        String pair = option + "=" + URLEncoder.encode(value.toString(), UTF_8);
        return new Command(name, query.isEmpty() ? pair : query + "&" + pair, files);
    }

    /** This command with files. */
    Command with(List<Attachment> attachments) {
        return new Command(name, query, attachments);
    }

    /**
     * A file that goes with a command.
     *
     * @param name what the node takes for its name
     * @param content its bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Attachment(String name, byte[] content) {}
}
