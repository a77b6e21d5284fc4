package im.zk.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.zk.storage.spi.Keys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the user says of a file: private, kept in the user layer. Immutable.
 *
 * <p>At most {@value #MAXIMUM_ENTRIES} tags and as many fields, each text at most 65,535 bytes of UTF-8, and all together 65,536.
 */
public final class FileMetadata {

    /** How many tags there may be, and how many fields. */
    public static final int MAXIMUM_ENTRIES = 256;

    private static final int MAXIMUM_TEXT_BYTES = 0xFFFF;

    private final String fileName;
    private final String mimeType;
    private final List<String> tags;
    private final SortedMap<String, String> customFields;

    private FileMetadata(Builder builder) {
        this.fileName = text(builder.fileName);
        this.mimeType = text(builder.mimeType);
        this.tags = List.copyOf(builder.tags);
        this.customFields = Collections.unmodifiableSortedMap(new TreeMap<>(builder.customFields));
        tags.forEach(FileMetadata::text);
        customFields.forEach((name, value) -> {
            text(name);
            text(value);
        });
        if (Math.max(tags.size(), customFields.size()) > MAXIMUM_ENTRIES) {
            throw FileErrors.invalid("A file has at most " + MAXIMUM_ENTRIES + " tags and as many custom fields.");
        }
        if (encoded().length > UserRecord.MAXIMUM_METADATA_BYTES) {
            throw FileErrors.invalid("The metadata is over " + UserRecord.MAXIMUM_METADATA_BYTES + " bytes.");
        }
    }

    /** Starts metadata: a file called {@code unnamed}, of type {@code application/octet-stream}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Metadata of a name and a media type. */
    public static FileMetadata of(String fileName, String mimeType) {
        return builder().fileName(fileName).mimeType(mimeType).build();
    }

    /** What the file is called. */
    public String fileName() {
        return fileName;
    }

    /** The media type of the content. */
    public String mimeType() {
        return mimeType;
    }

    /** Words to find it by, unmodifiable. */
    public List<String> tags() {
        return tags;
    }

    /** Whatever else, unmodifiable, in the order of the names. */
    public SortedMap<String, String> customFields() {
        return customFields;
    }

    /** How many there are of each; nothing of what they say. */
    @Override
    public String toString() {
        return "FileMetadata[" + tags.size() + " tags, " + customFields.size() + " fields]";
    }

    Builder toBuilder() {
        Builder builder = builder().fileName(fileName).mimeType(mimeType).tags(tags);
        customFields.forEach(builder::customField);
        return builder;
    }

    byte[] encoded() {
        ByteWriter writer = new ByteWriter();
        writer.string(fileName).string(mimeType).u16(tags.size());
        tags.forEach(writer::string);
        writer.u16(customFields.size());
        customFields.forEach((name, value) -> writer.string(name).string(value));
        return writer.toByteArray();
    }

    static FileMetadata parse(byte[] encoded) {
        ByteReader reader = new ByteReader(encoded);
        Builder builder = builder().fileName(reader.string()).mimeType(reader.string());
        int tags = entries(reader);
        for (int each = 0; each < tags; each++) {
            builder.tags.add(reader.string());
        }
        int fields = entries(reader);
        for (int each = 0; each < fields; each++) {
            String name = reader.string();
            boolean ascends = each == 0 || Keys.UTF8_ORDER.compare(builder.customFields.lastKey(), name) < 0;
            if (!ascends) {
                throw FileErrors.malformed("its fields are not in order");
            }
            builder.customField(name, reader.string());
        }
        reader.requireEnd();
        return builder.build();
    }

    private static int entries(ByteReader reader) {
        int entries = reader.u16();
        if (entries > MAXIMUM_ENTRIES) {
            throw FileErrors.malformed("it has too many tags or fields");
        }
        return entries;
    }

    private static String text(String text) {
        if (!UTF_8.newEncoder().canEncode(text) || text.getBytes(UTF_8).length > MAXIMUM_TEXT_BYTES) {
            throw FileErrors.invalid("A text of the metadata is over " + MAXIMUM_TEXT_BYTES
                    + " bytes of UTF-8, or has a lone surrogate.");
        }
        return text;
    }

    /** Collects metadata. Not thread-safe. */
    public static final class Builder {
        private String fileName = "unnamed";
        private String mimeType = "application/octet-stream";
        private final List<String> tags = new ArrayList<>();
        private final TreeMap<String, String> customFields = new TreeMap<>(Keys.UTF8_ORDER);

        private Builder() {}

        /** What the file is called. */
        public Builder fileName(String name) {
            this.fileName = name;
            return this;
        }

        /** The media type of the content. */
        public Builder mimeType(String type) {
            this.mimeType = type;
            return this;
        }

        /** The words to find it by, in the place of those set before. */
        public Builder tags(Collection<String> words) {
            tags.clear();
            tags.addAll(words);
            return this;
        }

        /** Adds a field. */
        public Builder customField(String name, String value) {
            customFields.put(name, value);
            return this;
        }

        /** Takes a field out. */
        public Builder removeCustomField(String name) {
            customFields.remove(name);
            return this;
        }

        /**
         * The metadata.
         *
         * @throws im.zk.storage.ServiceException where a text or all together is too long, or has a lone surrogate
         */
        public FileMetadata build() {
            return new FileMetadata(this);
        }
    }
}
