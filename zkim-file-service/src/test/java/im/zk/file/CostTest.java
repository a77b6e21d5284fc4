package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.await;
import static im.zk.file.Files.content;
import static im.zk.file.Files.failure;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operations over many files ask of the storage, and that one bad object costs the others nothing. */
class CostTest {

    private static final int FILES = 120;
    private static final FileMetadata TEN_WORDS =
            FileMetadata.builder().fileName("a b c d e f g h i j").build();

    private final InMemoryStorage storage = new InMemoryStorage();
    private final AtomicInteger headers = new AtomicInteger();
    private final AtomicInteger batches = new AtomicInteger();
    private final Map<String, ErrorKind> unreadable = new HashMap<>();
    private final PlatformKey platform = PlatformKey.generate();
    private final UserKeys alice = UserKeys.generate();
    private final ZkimFileService service = Files.service(new ForwardingStorageBackend(storage) {
        @Override
        public CompletableFuture<byte @Nullable []> get(String key) {
            headers.addAndGet(key.startsWith(FileNames.HEADERS) ? 1 : 0);
            ErrorKind kind = unreadable.get(key);
            return kind == null
                    ? super.get(key)
                    : CompletableFuture.failedFuture(
                            ServiceException.builder("TEST_ERROR", kind, "This object is unreadable.")
                                    .build());
        }

        @Override
        public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
            batches.incrementAndGet();
            return super.getBatch(keys);
        }
    });

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void aCleanupReadsEachFileOnceHoweverManyWordsAndChunksItHas() {
        makeFiles();
        await(service.createZkimFile(content(2 * KeyQuery.MAXIMUM_LIMIT * CHUNK), ALICE, platform, alice, TEN_WORDS));
        reset();

        assertThat(await(service.cleanup())).isEqualTo(new CleanupReport(0, 0, 0, 0, 0));

        assertThat(headers).hasValue(FILES + 1);
        assertThat(batches).hasValue(FILES + 1);
    }

    @Test
    void aFileThatIsListedHoldsItsTagsOnce() {
        await(service.createZkimFile(content(300 * CHUNK), ALICE, platform, alice, TEN_WORDS));

        FileHeader header =
                await(service.listFiles(platform, 1, null)).files().get(0).header();

        assertThat(header.chunks().array()).isSameAs(header.encoded());
        assertThat(header.chunks().tags()).hasSize(300 * Aead.TAG_BYTES);
    }

    @Test
    void aSearchForOneFileOpensAFewHeaders() {
        makeFiles();
        reset();

        assertThat(await(service.searchFiles("a", ALICE, alice, 1))).hasSize(1);

        assertThat(headers.get()).isLessThanOrEqualTo(8);
    }

    @Test
    void anEntryThatIsOldIsRemovedFromAFileThatIsKnownToBeWhole() {
        ZkimFile file = await(service.createZkimFile(content(10), ALICE, platform, alice, TEN_WORDS));
        String old = FileNames.posting(BlindIndex.tag(alice), "f".repeat(32), file.id());
        await(storage.set(old, new byte[0]));

        assertThat(await(service.cleanup())).isEqualTo(new CleanupReport(0, 0, 1, 0, 0));

        assertThat(await(storage.has(old))).isFalse();
        assertThat(await(service.searchFiles("j", ALICE, alice, 1))).hasSize(1);
    }

    @Test
    void aFileThatTheStorageDeniesHidesNoOther() {
        ZkimFile denied = await(service.createZkimFile(content(10), ALICE, platform, alice, TEN_WORDS));
        ZkimFile other = await(service.createZkimFile(content(10), ALICE, platform, alice, TEN_WORDS));
        unreadable.put(FileNames.header(denied.id()), ErrorKind.PERMISSION_DENIED);

        FilePage page = await(service.listFiles(platform, 10, null));

        assertThat(page.files()).extracting(ZkimFile::id).containsExactly(other.id());
        assertThat(page.damaged()).containsExactly(denied.id());
        assertThat(await(service.searchFiles("a", ALICE, alice, 10)))
                .extracting(ZkimFile::id)
                .containsExactly(other.id());
    }

    @Test
    void aCleanupOfAStorageThatFailsAtOneFileCleansTheRestAndFails() {
        ZkimFile away = await(service.createZkimFile(content(10), ALICE, platform, alice, TEN_WORDS));
        unreadable.put(FileNames.header(away.id()), ErrorKind.UNAVAILABLE);
        for (int stray = 0; stray < KeyQuery.MAXIMUM_LIMIT + 10; stray++) {
            await(storage.set(FileNames.chunk("f".repeat(28) + "%04x".formatted(stray), 0), content(1)));
        }
        await(storage.set(FileNames.posting("0".repeat(32), "1".repeat(32), "f".repeat(32)), content(0)));

        assertThat(failure(service.cleanup()))
                .returns("ZKIM_FILE_CLEANUP_FAILED", ServiceException::code)
                .returns(ErrorKind.UNAVAILABLE, ServiceException::kind);

        assertThat(await(storage.keys())).noneMatch(key -> key.contains("ffff"));
        unreadable.clear();
        assertThat(await(service.downloadFile(away.id(), ALICE, platform, alice)))
                .isEqualTo(content(10));
    }

    private void makeFiles() {
        for (int file = 0; file < FILES; file++) {
            await(service.createZkimFile(content(10), ALICE, platform, alice, TEN_WORDS));
        }
    }

    private void reset() {
        headers.set(0);
        batches.set(0);
    }
}
