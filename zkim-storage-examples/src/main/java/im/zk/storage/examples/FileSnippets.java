package im.zk.storage.examples;

import im.zk.file.FileMetadata;
import im.zk.file.KeyRing;
import im.zk.file.MetadataUpdate;
import im.zk.file.PlatformKey;
import im.zk.file.UserKeys;
import im.zk.file.ZkimFile;
import im.zk.file.ZkimFileService;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageBackends;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The snippets of the file service's documentation. */
final class FileSnippets {

    private FileSnippets() {}

    static byte[] roundTrip(String storageUri, byte[] report) {
        // snippet: round-trip
        PlatformKey platformKey = PlatformKey.generate(); // the platform's, from its secret store
        UserKeys userKeys = UserKeys.generate(); // the user's alone: exportSeed() gives what to keep
        try (StorageBackend storage = StorageBackends.create(storageUri);
                ZkimFileService files = new ZkimFileService(storage)) {
            FileMetadata metadata = FileMetadata.of("report.pdf", "application/pdf");
            ZkimFile file = files.createZkimFile(report, "user-42", platformKey, userKeys, metadata)
                    .join();
            return files.downloadFile(file.id(), "user-42", platformKey, userKeys)
                    .join();
        }
        // end
    }

    static ZkimFile stream(ZkimFileService files, PlatformKey platformKey, UserKeys userKeys, Path film, Path copy)
            throws IOException {
        // snippet: stream
        try (InputStream in = Files.newInputStream(film);
                OutputStream out = Files.newOutputStream(copy)) {
            FileMetadata metadata = FileMetadata.of("film.mkv", "video/x-matroska");
            ZkimFile file = files.createZkimFile(
                            in, "user-42", platformKey, userKeys, metadata, (bytes, total) -> System.out.println(bytes))
                    .join();
            return files.downloadFile(
                            file.id(),
                            "user-42",
                            platformKey,
                            userKeys,
                            out,
                            (bytes, total) -> System.out.println(bytes))
                    .join();
        }
        // end
    }

    static ZkimFile changes(StorageBackend storage, PlatformKey platformKey, UserKeys userKeys, UserKeys newKeys) {
        // snippet: changes
        KeyRing ring = new KeyRing().add("user-42", userKeys).add(platformKey);
        try (ZkimFileService files =
                ZkimFileService.builder().storage(storage).keys(ring).build()) {
            ZkimFile found = files.searchFiles("report", "user-42", 10).join().get(0);
            MetadataUpdate update = MetadataUpdate.none().tags(List.of("2026", "final"));
            ZkimFile tagged = files.updateFileMetadata(found, "user-42", update).join();
            return files.rewrap(tagged, "user-42", platformKey, userKeys, platformKey, newKeys)
                    .join();
        }
        // end
    }

    static ZkimFileService owners(StorageBackend storage, Map<String, byte[]> registered) {
        // snippet: owners
        return ZkimFileService.builder()
                .storage(storage)
                .owners((userId, key) -> Arrays.equals(key, registered.get(userId)))
                .build();
        // end
    }
}
