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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
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
        AtomicInteger failed = new AtomicInteger();
        forEveryCall(call -> {
            await(memory.clear());
            Struck create = strike(fault, call, this::create);

            everyFileThatIsThereIsWhole();
            storage.release();
            everyFileThatIsThereIsWhole();
            if (create.failure() != null) {
                failed.incrementAndGet();
                assertThat(create.failure().code()).isEqualTo("ZKIM_FILE_CREATION_FAILED");
                assertThat(create.failure().kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            }
            isWhole(await(create()), platform, alice);
            nothingIsLeftAfterCleanup();
            return create;
        });
        assertThat(failed).hasValueGreaterThanOrEqualTo(through == Through.NOTHING ? 9 : 0);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void changing(Through through, Fault fault) {
        build(through);
        MetadataUpdate update = MetadataUpdate.none().fileName("renamed.txt").tags(List.of("winter"));
        int calls = forEveryCall(call -> {
            await(memory.clear());
            ZkimFile file = await(create());
            Struck change = strike(fault, call, () -> service.updateFileMetadata(file, ALICE, update));
            storage.release();

            ZkimFile now = await(service.getZkimFile(file.id(), ALICE, alice));
            assertThat(now.metadata().orElseThrow().fileName()).isIn("Travel notes.txt", "renamed.txt");
            if (change.failure() != null) {
                now = await(service.updateFileMetadata(now, ALICE, update));
            }
            assertThat(now.metadata().orElseThrow().fileName()).isEqualTo("renamed.txt");
            nothingIsLeftAfterCleanup();
            assertThat(await(service.searchFiles("renamed winter", ALICE, alice, 10)))
                    .hasSize(1);
            assertThat(await(service.searchFiles("paris", ALICE, alice, 10))).isEmpty();
            isWhole(file, platform, alice);
            return change;
        });
        assertThat(calls).isGreaterThanOrEqualTo(8);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void deleting(Through through, Fault fault) {
        build(through);
        int calls = forEveryCall(call -> {
            await(memory.clear());
            ZkimFile file = await(create());
            Struck delete = strike(fault, call, () -> service.deleteFile(file.id()));

            everyFileThatIsThereIsWhole();
            storage.release();
            everyFileThatIsThereIsWhole();
            if (delete.failure() != null) {
                assertThat(delete.failure().code()).isEqualTo("ZKIM_FILE_DELETION_FAILED");
                await(service.deleteFile(file.id()));
            }
            nothingIsLeftAfterCleanup();
            assertThat(await(memory.keys())).isEmpty();
            return delete;
        });
        assertThat(calls).isGreaterThan(5);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void reading(Through through, Fault fault) {
        build(through);
        ZkimFile file = await(create());
        int calls = forEveryCall(call -> {
            build(through); // with an empty cache
            Struck read = strike(fault, call, () -> service.downloadFile(file.id(), ALICE, platform, alice));

            if (read.failure() == null) {
                assertThat(await(read.result())).isEqualTo(DATA);
            } else {
                assertThat(read.failure().kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            }
            isWhole(file, platform, alice);
            return read;
        });
        assertThat(calls).isGreaterThan(7);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void rewrapping(Through through, Fault fault) {
        build(through);
        UserKeys others = UserKeys.generate();
        PlatformKey otherPlatform = PlatformKey.generate();
        forEveryCall(call -> {
            await(memory.clear());
            ZkimFile file = await(create());
            Struck rewrap =
                    strike(fault, call, () -> service.rewrap(file, ALICE, platform, alice, otherPlatform, others));
            storage.release();

            if (rewrap.failure() != null && outcome(service.getZkimFile(file.id(), ALICE, alice)) == null) {
                await(service.rewrap(file, ALICE, platform, alice, otherPlatform, others));
            }
            isWhole(file, otherPlatform, others);
            return rewrap;
        });
        nothingIsLeftAfterCleanup();
        assertThat(await(service.searchFiles("paris", ALICE, others, 10))).hasSize(1);
    }

    /** An operation that was struck: its result, its failure, and whether it made too few calls to be struck. */
    private record Struck(
            CompletableFuture<?> result, @Nullable ServiceException failure, boolean isSpared) {}

    /** Strikes an operation at its first call, then at its second, until it makes fewer; gives the number of that. */
    private static int forEveryCall(IntFunction<Struck> trial) {
        for (int call = 1; call <= MORE_CALLS_THAN_ANY_OPERATION_MAKES; call++) {
            if (trial.apply(call).isSpared()) {
                return call;
            }
        }
        throw new AssertionError("the operation never came to its end");
    }

    private Struck strike(Fault fault, int call, Supplier<CompletableFuture<?>> operation) {
        fault.strike(storage, call);
        CompletableFuture<?> result = operation.get();
        ServiceException failure = outcome(result);
        boolean spared = storage.calls() < call;
        storage.failNone();
        return new Struck(result, failure, spared);
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
            isWhole(file, platform, alice);
        }
    }

    private void isWhole(ZkimFile file, PlatformKey platformKey, UserKeys userKeys) {
        assertThat(await(service.downloadFile(file.id(), ALICE, platformKey, userKeys)))
                .isEqualTo(DATA);
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
