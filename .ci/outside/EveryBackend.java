package com.example.outside;

import im.zk.file.FileMetadata;
import im.zk.file.PlatformKey;
import im.zk.file.UserKeys;
import im.zk.file.ZkimFileService;
import im.zk.storage.BackendCheck;
import im.zk.storage.CheckReport;
import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageBackends;
import im.zk.storage.spi.StorageBackendProvider;
import java.util.Arrays;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;

/** Every backend in one program: memory and a directory are used, the others asked where nothing answers; and a file is encrypted. */
public final class EveryBackend {

    private static final Set<String> TYPES =
            new TreeSet<>(Set.of("azure", "file", "gcs", "ipfs", "memory", "postgres", "rest", "s3"));

    private static final String NOBODY = "127.0.0.1:1";

    private static final Map<String, String> UNREACHABLE = new TreeMap<>(Map.of(
            "azure", "azure://outside?endpoint=http://" + NOBODY + "/account&sasToken=sv%3D1%26sig%3Dx&maximumAttempts=1",
            "gcs", "gcs://outside?endpoint=http://" + NOBODY + "&credentials=none&maximumAttempts=1",
            "ipfs", "ipfs://" + NOBODY + "/outside",
            "postgres", "jdbc:postgresql://" + NOBODY + "/outside?username=outside&connectionTimeoutMillis=1000",
            "rest", "rest:http://" + NOBODY,
            "s3", "s3://outside?endpoint=http://" + NOBODY
                    + "&compatibility=minio&accessKeyId=outside&secretAccessKey=outside&maximumAttempts=1"));

    public static void main(String[] arguments) {
        Set<String> found = new TreeSet<>();
        ServiceLoader.load(StorageBackendProvider.class).forEach(provider -> found.add(provider.type()));
        require(found.equals(TYPES), "the types are " + found + ", not " + TYPES);
        System.out.println("Types: " + found);
        use("memory:?retryMaximumAttempts=2&cacheMaximumBytes=1000000");
        use("file:" + arguments[0]);
        UNREACHABLE.forEach(EveryBackend::askWhereNothingAnswers);
        keepAFile("memory:");
    }

    private static void use(String uri) {
        try (StorageBackend storage = StorageBackends.create(uri)) {
            storage.set("outside", new byte[] {1, 2, 3}).join();
            require(storage.get("outside").join().length == 3, "the value came back");
            CheckReport report = BackendCheck.run(storage).join();
            System.out.print(report);
            require(report.passed(), "the check of " + storage + " passes");
            require(storage.keys().join().toString().equals("[outside]"), "the key is listed, and no other");
            storage.clear().join();
        }
    }

    private static void keepAFile(String uri) {
        byte[] content = {1, 2, 3};
        PlatformKey platformKey = PlatformKey.generate();
        UserKeys userKeys = UserKeys.generate();
        try (StorageBackend storage = StorageBackends.create(uri);
                ZkimFileService files = new ZkimFileService(storage)) {
            FileMetadata metadata = FileMetadata.of("outside.bin", "application/octet-stream");
            String id = files.createZkimFile(content, "user", platformKey, userKeys, metadata).join().id();
            byte[] opened = files.downloadFile(id, "user", platformKey, userKeys).join();
            require(Arrays.equals(opened, content), "the file's content came back");
            System.out.println("An encrypted file: " + opened.length + " bytes came back");
        }
    }

    private static void askWhereNothingAnswers(String type, String uri) {
        try (StorageBackend storage = StorageBackends.create(uri)) {
            storage.get("outside").join();
            throw new AssertionError("nobody is there, and " + storage + " says so");
        } catch (CompletionException failure) {
            require(failure.getCause() instanceof ServiceException, type + " fails with " + failure);
            ServiceException error = (ServiceException) failure.getCause();
            System.out.println(type + ": " + error.code() + " " + error.kind());
            boolean asItIs = error.kind() == ErrorKind.UNAVAILABLE || error.kind() == ErrorKind.TIMEOUT;
            if (!asItIs) {
                throw error;
            }
        }
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError("Not so: " + what);
        }
    }
}
