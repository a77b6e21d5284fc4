package im.zk.storage.azure;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import im.zk.storage.testservers.AzuriteServer;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** A new container at a real server, and a client that knows nothing of keys, to prepare it and to look into it. */
final class TestContainer {

    static final String ALL_PERMISSIONS = "racwdl";

    private final AzuriteServer server;
    private final String name = "zkim-" + UUID.randomUUID();
    private final BlobContainerClient client;

    TestContainer(AzuriteServer server) {
        this.server = server;
        client = new BlobContainerClientBuilder()
                .connectionString(server.connectionString())
                .containerName(name)
                .buildClient();
        client.create();
    }

    String name() {
        return name;
    }

    AzuriteServer server() {
        return server;
    }

    BlobContainerClient client() {
        return client;
    }

    /** A backend of this container, by the straight way. */
    AzureStorageOptions.Builder<AzureStorageBackend> backend() {
        return AzureStorageBackend.builder().containerName(name).connectionString(server.connectionString());
    }

    /** A backend of this container, by a way of the caller's. */
    AzureStorageOptions.Builder<AzureStorageBackend> backend(String host, int port) {
        return AzureStorageBackend.builder().containerName(name).connectionString(server.connectionString(host, port));
    }

    /** Options for this container. */
    AzureStorageOptions.Builder<AzureStorageOptions> options() {
        return AzureStorageOptions.builder().containerName(name).connectionString(server.connectionString());
    }

    /** A shared access signature for this container. */
    String sas(String permissions, OffsetDateTime until) {
        return client.generateSas(
                new BlobServiceSasSignatureValues(until, BlobContainerSasPermission.parse(permissions)));
    }

    void put(String blob, String content) {
        client.getBlobClient(blob).upload(BinaryData.fromString(content), true);
    }

    String content(String blob) {
        return client.getBlobClient(blob).downloadContent().toString();
    }

    /** The names of all blobs that begin with a prefix. */
    Set<String> names(String prefix) {
        return client.listBlobs(new ListBlobsOptions().setPrefix(prefix), null).stream()
                .map(BlobItem::getName)
                .collect(Collectors.toSet());
    }
}
