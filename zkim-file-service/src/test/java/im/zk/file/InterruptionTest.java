package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.NOTES;
import static im.zk.file.Files.await;
import static im.zk.file.Files.content;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.decorator.StorageStack;
import im.zk.storage.spi.Futures;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each operation, with the k-th call to the storage failing, for every k: once, from there on, or every k-th; without an effect,
 * after it, or before it; with the service beside the storage, or with a stack of decorators between them.
 */
class InterruptionTest {

    private static final byte[] DATA = content(5 * CHUNK + 3);
    private static final int MORE_CALLS_THAN_ANY_OPERATION_MAKES = 80;

    private final InMemoryStorage memory = new InMemoryStorage();
    private final FaultingStorage storage = new FaultingStorage(memory);
    private final Files.HandClock clock = new Files.HandClock();
    private final PlatformKey platform = PlatformKey.generate();
    private final UserKeys alice = UserKeys.generate();
    private final FileServiceConfig config =
            Files.smallChunks().clock(clock).chunksInFlight(2).build();
    private ZkimFileService service = Files.service(storage, config);
    private ZkimFileService cleaner = Files.service(memory, config);

    /** What is between the service and the storage whose calls fail. */
    enum Through {
        NOTHING,
        DECORATORS
    }

    static Stream<Arguments> faults() {
        return Stream.of(Through.values())
                .flatMap(through -> Stream.of(Fault.values()).map(fault -> Arguments.of(through, fault)));
    }

    @AfterEach
    void close() {
        service.close();
        cleaner.close();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void creating(Through through, Fault fault) {
        build(through);
        int failed = 0;
        for (int k = 1; k <= MORE_CALLS_THAN_ANY_OPERATION_MAKES; k++) {
            await(memory.clear());
            fault.strike(storage, k);
            ServiceException failure = outcome(create());
            boolean all = storage.calls() < k;
            storage.failNone();

            everyFileThatIsThereIsWhole();
            storage.release();
            everyFileThatIsThereIsWhole();
            if (failure != null) {
                failed++;
                assertThat(failure.code()).isEqualTo("ZKIM_FILE_CREATION_FAILED");
                assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            }
            ZkimFile again = await(create());
            assertThat(await(service.downloadFile(again.id(), ALICE, platform, alice)))
                    .isEqualTo(DATA);
            nothingIsLeftAfterCleanup();
            if (all) {
                assertThat(failed).isGreaterThanOrEqualTo(through == Through.NOTHING ? 9 : 0);
                return;
            }
        }
        throw new AssertionError("the operation never came to its end");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void changing(Through through, Fault fault) {
        build(through);
        MetadataUpdate update = MetadataUpdate.none().fileName("renamed.txt").tags(List.of("winter"));
        for (int k = 1; k <= MORE_CALLS_THAN_ANY_OPERATION_MAKES; k++) {
            await(memory.clear());
            ZkimFile file = await(service.createZkimFile(DATA, ALICE, platform, alice, NOTES));
            fault.strike(storage, k);
            ServiceException failure = outcome(service.updateFileMetadata(file, ALICE, update));
            boolean all = storage.calls() < k;
            storage.failNone();
            storage.release();

            ZkimFile now = await(service.getZkimFile(file.id(), ALICE, alice));
            String name = now.metadata().orElseThrow().fileName();
            assertThat(name).isIn("Travel notes.txt", "renamed.txt");
            if (failure != null) {
                now = await(service.updateFileMetadata(now, ALICE, update));
            }
            assertThat(now.metadata().orElseThrow().fileName()).isEqualTo("renamed.txt");
            nothingIsLeftAfterCleanup();
            assertThat(await(service.searchFiles("renamed winter", ALICE, alice, 10)))
                    .hasSize(1);
            assertThat(await(service.searchFiles("paris", ALICE, alice, 10))).isEmpty();
            assertThat(await(service.downloadFile(file.id(), ALICE, platform, alice)))
                    .isEqualTo(DATA);
            if (all) {
                assertThat(k).isGreaterThanOrEqualTo(8);
                return;
            }
        }
        throw new AssertionError("the operation never came to its end");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void deleting(Through through, Fault fault) {
        build(through);
        for (int k = 1; k <= MORE_CALLS_THAN_ANY_OPERATION_MAKES; k++) {
            await(memory.clear());
            ZkimFile file = await(service.createZkimFile(DATA, ALICE, platform, alice, NOTES));
            fault.strike(storage, k);
            ServiceException failure = outcome(service.deleteFile(file.id()));
            boolean all = storage.calls() < k;
            storage.failNone();

            everyFileThatIsThereIsWhole();
            storage.release();
            everyFileThatIsThereIsWhole();
            if (failure != null) {
                assertThat(failure.code()).isEqualTo("ZKIM_FILE_DELETION_FAILED");
                await(service.deleteFile(file.id()));
            }
            nothingIsLeftAfterCleanup();
            assertThat(await(memory.keys())).isEmpty();
            if (all) {
                assertThat(k).isGreaterThan(5);
                return;
            }
        }
        throw new AssertionError("the operation never came to its end");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void reading(Through through, Fault fault) {
        build(through);
        ZkimFile file = await(create());
        for (int k = 1; k <= MORE_CALLS_THAN_ANY_OPERATION_MAKES; k++) {
            build(through); // with an empty cache
            fault.strike(storage, k);
            CompletableFuture<byte[]> read = service.downloadFile(file.id(), ALICE, platform, alice);
            ServiceException failure = outcome(read);
            boolean all = storage.calls() < k;
            storage.failNone();

            if (failure != null) {
                assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            }
            assertThat(await(service.downloadFile(file.id(), ALICE, platform, alice)))
                    .isEqualTo(DATA);
            if (all) {
                assertThat(await(read)).isEqualTo(DATA);
                assertThat(k).isGreaterThan(7);
                return;
            }
        }
        throw new AssertionError("the operation never came to its end");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void rewrapping(Through through, Fault fault) {
        build(through);
        UserKeys others = UserKeys.generate();
        PlatformKey otherPlatform = PlatformKey.generate();
        for (int k = 1; k <= MORE_CALLS_THAN_ANY_OPERATION_MAKES; k++) {
            await(memory.clear());
            ZkimFile file = await(create());
            fault.strike(storage, k);
            ServiceException failure = outcome(service.rewrap(file, ALICE, platform, alice, otherPlatform, others));
            boolean all = storage.calls() < k;
            storage.failNone();
            storage.release();

            if (failure != null && outcome(service.getZkimFile(file.id(), ALICE, alice)) == null) {
                await(service.rewrap(file, ALICE, platform, alice, otherPlatform, others));
            }
            assertThat(await(service.downloadFile(file.id(), ALICE, otherPlatform, others)))
                    .isEqualTo(DATA);
            if (all) {
                nothingIsLeftAfterCleanup();
                assertThat(await(service.searchFiles("paris", ALICE, others, 10)))
                        .hasSize(1);
                return;
            }
        }
        throw new AssertionError("the operation never came to its end");
    }

    /** A cache is no place for a cleanup: that has a stack of its own, without one, and without failing calls. */
    private void build(Through through) {
        if (through == Through.NOTHING) {
            return;
        }
        close();
        service = Files.service(decorated(storage).cache().build(), config);
        cleaner = Files.service(decorated(memory).build(), config);
    }

    private static StorageStack decorated(StorageBackend backend) {
        return StorageStack.over(backend)
                .retry(retry -> retry.maxAttempts(2).baseDelay(Duration.ofMillis(1)))
                .timeout(Duration.ofMinutes(1))
                .concurrencyLimit(3)
                .checksum()
                .keyPrefix("tenant/");
    }

    private CompletableFuture<ZkimFile> create() {
        return service.createZkimFile(DATA, ALICE, platform, alice, NOTES);
    }

    private static @Nullable ServiceException outcome(CompletableFuture<?> future) {
        return (ServiceException) future.handle((value, failure) -> failure == null ? null : Futures.unwrap(failure))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private void everyFileThatIsThereIsWhole() {
        for (ZkimFile file : await(service.listFiles(ALICE, alice, 100, null)).files()) {
            assertThat(await(service.downloadFile(file.id(), ALICE, platform, alice)))
                    .isEqualTo(DATA);
        }
    }

    /** The files' own keys are all that a later cleanup leaves. */
    private void nothingIsLeftAfterCleanup() {
        clock.advance(Duration.ofDays(3));
        await(cleaner.cleanup());
        List<ZkimFile> files = await(service.listFiles(platform, 100, null)).files();
        List<String> ids =
                Stream.concat(files.stream().map(ZkimFile::id), headers()).toList();
        assertThat(await(memory.keys())).allMatch(key -> ids.stream().anyMatch(key::contains));
        assertThat(await(memory.keys())).noneMatch(key -> key.contains("upload/"));
        files.forEach(file ->
                assertThat(await(service.validateFileIntegrity(file)).valid()).isTrue());
    }

    private Stream<String> headers() {
        return await(memory.keys()).stream()
                .filter(key -> key.contains(FileNames.HEADERS))
                .map(key -> key.substring(key.lastIndexOf('/') + 1));
    }
}
