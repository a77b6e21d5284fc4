package im.zk.file;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** What is to change in a file's metadata; the rest stays as it is. Immutable. */
public final class MetadataUpdate {

    private final List<Consumer<FileMetadata.Builder>> changes;

    private MetadataUpdate(List<Consumer<FileMetadata.Builder>> changes) {
        this.changes = List.copyOf(changes);
    }

    /** An update that changes nothing yet. */
    public static MetadataUpdate none() {
        return new MetadataUpdate(List.of());
    }

    /** And renames the file. */
    public MetadataUpdate fileName(String name) {
        return and(builder -> builder.fileName(name));
    }

    /** And gives it another media type. */
    public MetadataUpdate mimeType(String type) {
        return and(builder -> builder.mimeType(type));
    }

    /** And gives it these tags in the place of those that it has. */
    public MetadataUpdate tags(Collection<String> tags) {
        List<String> copy = List.copyOf(tags);
        return and(builder -> builder.tags(copy));
    }

    /** And sets a field. */
    public MetadataUpdate customField(String name, String value) {
        return and(builder -> builder.customField(name, value));
    }

    /** And takes a field out. */
    public MetadataUpdate removeCustomField(String name) {
        return and(builder -> builder.removeCustomField(name));
    }

    FileMetadata applyTo(FileMetadata metadata) {
        FileMetadata.Builder builder = metadata.toBuilder();
        changes.forEach(change -> change.accept(builder));
        return builder.build();
    }

    private MetadataUpdate and(Consumer<FileMetadata.Builder> change) {
        List<Consumer<FileMetadata.Builder>> all = new ArrayList<>(changes);
        all.add(change);
        return new MetadataUpdate(all);
    }
}
