package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.NOTES;
import static im.zk.file.Files.await;
import static im.zk.file.Files.content;
import static im.zk.file.Files.failure;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changing, finding, listing, deleting and validating. */
class ServiceTest {

    private final InMemoryStorage storage = new InMemoryStorage();
    private final PlatformKey platform = PlatformKey.generate();
    private final UserKeys alice = UserKeys.generate();
    private final KeyRing ring = new KeyRing().add(ALICE, alice);
    private final ZkimFileService service = ZkimFileService.builder()
            .storage(storage)
            .keys(ring)
            .config(Files.smallChunks().build())
            .build();

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void metadataChangesAndTheContentStays() {
        byte[] data = content(3 * CHUNK);
        ZkimFile file = await(service.createZkimFile(data, ALICE, platform, alice, NOTES));

        ZkimFile changed = await(service.updateFileMetadata(
                file,
                ALICE,
                MetadataUpdate.none().fileName("b").customField("size", "XL").removeCustomField("colour")));

        assertThat(changed.revision()).isEqualTo(2);
        ZkimFile now = await(service.getZkimFile(file.id(), ALICE, alice));
        assertThat(now.metadata().orElseThrow().fileName()).isEqualTo("b");
        assertThat(now.metadata().orElseThrow().mimeType()).isEqualTo("text/plain");
        assertThat(now.metadata().orElseThrow().customFields()).containsOnlyKeys("size");
        assertThat(await(service.downloadFile(file.id(), ALICE, platform, alice)))
                .isEqualTo(data);
        assertThat(await(service.getZkimFile(file.id(), platform)).userId()).hasValue(ALICE);
    }

    @Test
    void aStaleChangeIsAConflict() {
        ZkimFile file = await(service.createZkimFile(content(1), ALICE, platform, alice, NOTES));
        await(service.updateFileMetadata(file, ALICE, MetadataUpdate.none().mimeType("a/b")));

        ServiceException stale = failure(
                service.updateFileMetadata(file, ALICE, MetadataUpdate.none().mimeType("c/d")));

        assertThat(stale.code()).isEqualTo("ZKIM_FILE_CONFLICT");
        assertThat(stale.kind()).isEqualTo(ErrorKind.CONFLICT);
        ZkimFile now = await(service.getZkimFile(file.id(), ALICE, alice));
        assertThat(now.metadata().orElseThrow().mimeType()).isEqualTo("a/b");
    }

    @Test
    void ofManyChangesAtOnceOneWins() {
        ZkimFile file = await(service.createZkimFile(content(1), ALICE, platform, alice, NOTES));
        List<CompletableFuture<Boolean>> changes = new ArrayList<>();
        for (int each = 0; each < 20; each++) {
            changes.add(service.updateFileMetadata(
                            file, ALICE, MetadataUpdate.none().mimeType("n/" + each))
                    .handle((changed, failure) -> failure == null));
        }

        long won = changes.stream().filter(Files::await).count();

        assertThat(won).isEqualTo(1);
        assertThat(await(service.getZkimFile(file.id())).revision()).isEqualTo(2);
    }

    @Test
    void aFileThatNoKeyOpenedIsChangedWithThoseOfTheRing() {
        String id = await(service.createZkimFile(content(1), ALICE, platform, alice, NOTES))
                .id();
        ZkimFile unopened = await(service.getZkimFile(id));

        await(service.updateFileMetadata(unopened, ALICE, MetadataUpdate.none().fileName("ring")));
        ring.removeUser(ALICE);
        ServiceException without = failure(service.updateFileMetadata(
                await(service.getZkimFile(id)), ALICE, MetadataUpdate.none().fileName("none")));

        assertThat(without.code()).isEqualTo("ZKIM_FILE_KEY_REQUIRED");
        assertThat(await(service.getZkimFile(id, ALICE, alice))
                        .metadata()
                        .orElseThrow()
                        .fileName())
                .isEqualTo("ring");
    }

    @Test
    void exactWordsOfNameAndTagsAreFound() {
        String id = await(service.createZkimFile(content(1), ALICE, platform, alice, NOTES))
                .id();
        await(service.createZkimFile(content(1), ALICE, platform, alice, FileMetadata.of("other notes", "a/b")));
        UserKeys bob = UserKeys.generate();
        await(service.createZkimFile(content(1), "bob", platform, bob, NOTES));

        assertThat(found("TRAVEL")).containsExactly(id);
        assertThat(found("notes")).hasSize(2);
        assertThat(found("notes summer")).containsExactly(id);
        assertThat(found("2026, Paris!")).containsExactly(id);
        assertThat(found("trav")).isEmpty();
        assertThat(found("blue")).isEmpty();
        assertThat(found("...")).isEmpty();
        assertThat(await(service.searchFiles("notes", ALICE, 1))).hasSize(1);
        assertThat(await(service.searchFiles("notes", "bob", bob, 9))).hasSize(1);
    }

    @Test
    void wordsDoNotDependOnTheLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(BlindIndex.words("TITLE ﬁle é e\u0301 \uD835\uDD38")).containsExactly("title", "file", "é", "a");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aSearchThatIsOffWritesNothingAndSaysSo() {
        ZkimFileService silent =
                Files.service(storage, Files.smallChunks().searchable(false).build());
        await(silent.createZkimFile(content(1), ALICE, platform, alice, NOTES));

        assertThat(await(storage.keys())).noneMatch(key -> key.startsWith("index/"));
        assertThat(failure(silent.searchFiles("notes", ALICE, alice, 1)).code()).isEqualTo("ZKIM_FILE_SEARCH_DISABLED");
        silent.close();
    }

    @Test
    void filesAreListedPageByPage() {
        UserKeys bob = UserKeys.generate();
        List<String> hers = new ArrayList<>();
        for (int each = 0; each < 12; each++) {
            hers.add(await(service.createZkimFile(content(1), ALICE, platform, alice, NOTES))
                    .id());
            await(service.createZkimFile(content(1), "bob", platform, bob, NOTES));
        }

        List<String> listed = new ArrayList<>();
        int pages = 0;
        String token = null;
        do {
            FilePage page = await(service.listFiles(ALICE, alice, 5, token));
            page.files().forEach(file -> listed.add(file.id()));
            token = page.nextToken();
            pages++;
        } while (token != null);

        assertThat(listed).containsExactlyInAnyOrderElementsOf(hers);
        assertThat(pages).isEqualTo(5);
        assertThat(await(service.listFiles(platform, 100, null)).files()).hasSize(24);
        assertThat(await(service.listFiles(PlatformKey.generate(), 100, null)).files())
                .isEmpty();
    }

    @Test
    void deletingLeavesNothing() {
        ZkimFile file = await(service.createZkimFile(content(9 * CHUNK), ALICE, platform, alice, NOTES));

        await(service.deleteFile(file.id()));

        assertThat(await(storage.keys())).isEmpty();
        assertThat(found("travel")).isEmpty();
        await(service.deleteFile(file.id()));
    }

    @Test
    void otherKeysAndTheSameChunks() {
        UserKeys newKeys = UserKeys.generate();
        PlatformKey newPlatform = PlatformKey.generate();
        byte[] data = content(4 * CHUNK);
        ZkimFile file = await(service.createZkimFile(data, ALICE, platform, alice, NOTES));
        byte[] chunk = await(storage.get(FileNames.chunk(file.id(), 0)));

        ZkimFile rewrapped = await(service.rewrap(file, ALICE, platform, alice, newPlatform, newKeys));

        assertThat(await(storage.get(FileNames.chunk(file.id(), 0)))).isEqualTo(chunk);
        assertThat(rewrapped.createdAt()).isEqualTo(file.createdAt());
        assertThat(await(service.downloadFile(file.id(), ALICE, newPlatform, newKeys)))
                .isEqualTo(data);
        assertThat(failure(service.downloadFile(file.id(), ALICE, platform, alice))
                        .code())
                .isEqualTo("ZKIM_FILE_DECRYPTION_FAILED");
        assertThat(await(service.searchFiles("paris", ALICE, newKeys, 1))).hasSize(1);
        assertThat(found("paris")).isEmpty();
    }

    @Test
    void validatingTellsWhichChunks() {
        ZkimFile file = await(service.createZkimFile(content(9 * CHUNK), ALICE, platform, alice, NOTES));
        ZkimFile byPlatform = await(service.getZkimFile(file.id(), platform));
        ZkimFile unopened = await(Files.service(storage).getZkimFile(file.id()));
        assertThat(await(service.validateFileIntegrity(byPlatform)).valid()).isTrue();

        byte[] altered = await(storage.get(FileNames.chunk(file.id(), 3)));
        altered[5] ^= 1;
        await(storage.set(FileNames.chunk(file.id(), 3), altered));
        await(storage.delete(FileNames.chunk(file.id(), 7)));

        FileIntegrity seen = await(service.validateFileIntegrity(byPlatform));
        assertThat(seen).isEqualTo(new FileIntegrity(true, true, false, List.of(7), List.of(3)));
        assertThat(seen.valid()).isFalse();
        assertThat(await(service.validateFileIntegrity(file)).alteredChunks()).containsExactly(3);
        // Without a key nobody can tell; the answer says that it was not looked at.
        assertThat(await(service.validateFileIntegrity(unopened)))
                .isEqualTo(new FileIntegrity(false, false, false, List.of(7), List.of()));
    }

    @Test
    void badArgumentsComeThroughTheFuture() {
        assertThat(failure(service.createZkimFile(content(1), "", platform, alice, NOTES))
                        .code())
                .isEqualTo("ZKIM_FILE_INVALID_ARGUMENT");
        assertThat(failure(service.createZkimFile(content(1), "x".repeat(256), platform, alice, NOTES))
                        .code())
                .isEqualTo("ZKIM_FILE_INVALID_ARGUMENT");
        assertThat(failure(service.listFiles(platform, 0, null)).code()).isEqualTo("ZKIM_FILE_INVALID_ARGUMENT");
        assertThat(failure(service.searchFiles("a", ALICE, 0)).code()).isEqualTo("ZKIM_FILE_INVALID_ARGUMENT");
        assertThat(await(service.createZkimFile(content(1), "é".repeat(127), platform, alice, NOTES))
                        .userId())
                .isPresent();
    }

    private List<String> found(String query) {
        return await(service.searchFiles(query, ALICE, alice, 10)).stream()
                .map(ZkimFile::id)
                .toList();
    }
}
