package im.zk.storage.ipfs;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What the node says of an entry of its MFS.
 *
 * @param cid the content identifier
 * @param size the bytes of a file's content
 * @param type {@code file} or {@code directory}
 */
record Stat(
        @JsonProperty(value = "Hash", required = true) String cid,
        @JsonProperty(value = "Size", required = true) long size,
        @JsonProperty(value = "Type", required = true) String type) {

    boolean isFile() {
        return type.equals("file");
    }
}
