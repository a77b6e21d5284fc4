package im.zk.storage.ipfs;

import com.fasterxml.jackson.databind.JsonNode;
import im.zk.storage.ipfs.Command.Attachment;
import im.zk.storage.spi.MalformedAnswerException;
import im.zk.storage.spi.TimedWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Adds values to the node, each linked in the directory by the request that brings it, so that no collector takes it. */
final class Uploads {

    private final NodeApi node;
    private final NodeVersion version;
    private final KeyDirectory directory;
    private volatile boolean made;

    Uploads(NodeApi node, NodeVersion version, KeyDirectory directory) {
        this.node = node;
        this.version = version;
        this.directory = directory;
    }

    /** Makes the directory, unless that was done. */
    void makeDirectory() throws IOException, InterruptedException {
        if (!made) {
            directory.make();
            made = true;
        }
    }

    /** Has the directory made again before the next value is added: somebody has removed it. */
    void forgetDirectory() {
        made = false;
    }

    /** Adds a value and links it at a path, if it can be linked there: only a look at the path tells. */
    String add(String path, byte[] value) throws IOException, InterruptedException {
        List<String> cids = add(path, List.of(new Attachment("value", value)));
        if (cids.isEmpty()) {
            throw new MalformedAnswerException("The node's answer to add has no content identifier.");
        }
        return cids.get(0);
    }

    /** Adds values; where the path ends with a slash they are linked in it by their names, until one cannot be. */
    List<String> add(String path, List<Attachment> values) throws IOException, InterruptedException {
        Command add = Command.of("add")
                .option("cid-version", 1)
                .option("raw-leaves", true)
                .option("hash", "sha2-256")
                .option("chunker", "size-" + RawCid.BLOCK_BYTES)
                .option("trickle", false)
                .option("progress", false)
                .option("pin", version.needsPins())
                .option("to-files", path)
                .with(copies(values));
        List<String> cids = new ArrayList<>();
        for (JsonNode answer : node.runForMany(add)) {
            JsonNode hash = answer.get("Hash");
            if (hash == null || !hash.isTextual() || cids.size() == values.size()) {
                throw new MalformedAnswerException("The node's answer to add is not one content identifier a value.");
            }
            RawCid.check(hash.textValue(), values.get(cids.size()).content());
            cids.add(hash.textValue());
        }
        return cids;
    }

    private static List<Attachment> copies(List<Attachment> values) throws InterruptedException {
        List<Attachment> copies = new ArrayList<>();
        for (Attachment each : values) {
            copies.add(new Attachment(each.name(), TimedWork.copy(each.content())));
        }
        return copies;
    }

    /** Takes away the pin that a value has had since it was added, where the node needs one. */
    void unpin(String cid) throws IOException, InterruptedException {
        if (!version.needsPins()) {
            return;
        }
        try {
            node.run(Command.of("pin/rm").arg(cid));
        } catch (RefusalException refusal) {
            if (!refusal.reason().startsWith("not pinned")) {
                throw refusal;
            }
        }
    }
}
