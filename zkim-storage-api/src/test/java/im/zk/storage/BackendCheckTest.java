package im.zk.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.CheckReport.Call;
import im.zk.storage.CheckReport.Finding;
import im.zk.storage.CheckReport.Problem;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each sort of finding, in a backend with the one fault that it stands for. */
class BackendCheckTest {

    private final InMemoryStorage store = new InMemoryStorage();

    @Test
    void nothingIsFoundInASoundBackendAndNothingIsLeftThere() {
        store.set("mine", new byte[] {7}).join();

        CheckReport report = BackendCheck.run(store).join();

        assertThat(report.findings()).isEmpty();
        assertThat(report.passed()).isTrue();
        assertThat(report.toString()).contains("Memory", "READ_AFTER_WRITE", "Nothing is wrong.");
        assertThat(report.capabilities()).isEqualTo(EnumSet.allOf(Capability.class));
        assertThat(report.calls())
                .extracting(Call::operation)
                .containsExactly(
                        "has of a missing key",
                        "get of a missing key",
                        "list of no key",
                        "set",
                        "get",
                        "has",
                        "set again",
                        "get again",
                        "list",
                        "delete",
                        "has after delete");
        assertThat(report.calls()).allMatch(call -> call.latency().toNanos() > 0);
        assertThat(store.keys().join()).containsExactly("mine");
    }

    @Test
    void twoChecksOfOneStoreAtOnceDoNotMeet() {
        CompletableFuture<CheckReport> one = BackendCheck.run(store);
        CompletableFuture<CheckReport> other = BackendCheck.run(store.newClient());

        assertThat(one.join().passed()).isTrue();
        assertThat(other.join().passed()).isTrue();
    }

    @Test
    void aMissingPermissionIsFoundForItsOperationAlone() {
        CheckReport report = check(new Faulty(store) {
            @Override
            public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                return fail(ErrorKind.PERMISSION_DENIED);
            }
        });

        assertThat(report.findings()).extracting(Finding::problem).containsExactly(Problem.PERMISSION_MISSING);
        assertThat(report.findings().get(0).message()).startsWith("set failed with PERMISSION_DENIED: A fault.");
        assertThat(report.toString())
                .contains("set ")
                .contains("PERMISSION_DENIED")
                .contains("Allow the operation");
    }

    @Test
    void aKeyThatCannotBeDeletedIsToldAndNoOtherIsWritten() {
        CheckReport report = check(new Faulty(store) {
            @Override
            public CompletableFuture<@Nullable Void> delete(String key) {
                return fail(ErrorKind.PERMISSION_DENIED);
            }
        });

        assertThat(report.findings())
                .extracting(Finding::problem)
                .containsExactly(Problem.PERMISSION_MISSING, Problem.LEFT_BEHIND);
        assertThat(store.keys().join())
                .singleElement()
                .satisfies(
                        left -> assertThat(report.findings().get(1).message()).contains(left));
    }

    @Test
    void aKeyOfWhichTheSetFailedIsDeletedAllTheSame() {
        check(new Faulty(store) {
            @Override
            public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                return super.set(key, value).thenCompose(done -> fail(ErrorKind.RATE_LIMITED));
            }
        });

        assertThat(store.keys().join()).isEmpty();
    }

    @Test
    void aClockThatIsWrongIsFoundWhereTheServiceSaysSo() {
        CheckReport report = check(new Faulty(store) {
            @Override
            public CompletableFuture<Boolean> has(String key) {
                return CompletableFuture.failedFuture(
                        ServiceException.builder("S3_CHECK_ERROR", ErrorKind.PERMISSION_DENIED, "The clock.")
                                .detail("errorCode", "RequestTimeTooSkewed")
                                .build());
            }
        });

        assertThat(report.findings()).extracting(Finding::problem).contains(Problem.CLOCK_SKEW);
        assertThat(report.toString()).contains("NTP");
    }

    @Test
    void afterAFailureThatAllCallsWouldShareNoOtherIsMade() {
        Map<ErrorKind, Problem> problems = Map.of(
                ErrorKind.CONTAINER_NOT_FOUND, Problem.CONTAINER_MISSING,
                ErrorKind.UNAVAILABLE, Problem.UNREACHABLE,
                ErrorKind.TIMEOUT, Problem.UNREACHABLE,
                ErrorKind.INVALID_CONFIG, Problem.OPERATION_FAILED,
                ErrorKind.CLOSED, Problem.OPERATION_FAILED);
        problems.forEach((kind, problem) -> {
            CheckReport report = check(new Faulty(store) {
                @Override
                public CompletableFuture<Boolean> has(String key) {
                    return fail(kind);
                }
            });

            assertThat(report.findings()).extracting(Finding::problem).containsExactly(problem);
            assertThat(report.findings().get(0).advice()).isNotEmpty();
            assertThat(report.calls()).singleElement().extracting(Call::failure).isEqualTo(kind);
        });
    }

    @Test
    void everyKindOfFailureHasAnAdvice() {
        for (ErrorKind kind : ErrorKind.values()) {
            CheckReport report = check(new Faulty(store) {
                @Override
                public CompletableFuture<byte @Nullable []> get(String key) {
                    return fail(kind);
                }
            });
            assertThat(report.findings())
                    .isNotEmpty()
                    .allMatch(finding -> !finding.advice().isEmpty());
        }
    }

    @Test
    void aWrongAnswerIsFound() {
        assertThat(check(new Faulty(store) {
                            @Override
                            public CompletableFuture<byte @Nullable []> get(String key) {
                                return super.get(key).thenApply(value -> value == null ? null : new byte[] {1});
                            }
                        })
                        .findings())
                .extracting(Finding::message)
                .contains("get is not what was stored.", "get again is not what was stored.");
        assertThat(check(new Faulty(store) {
                            @Override
                            public CompletableFuture<@Nullable Void> delete(String key) {
                                return CompletableFuture.completedFuture(null);
                            }
                        })
                        .findings())
                .extracting(Finding::message)
                .contains("has after delete is not false.");
        assertThat(check(new Faulty(new InMemoryStorage()) {
                            @Override
                            public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
                                return CompletableFuture.completedFuture(new KeyPage(List.of(), null));
                            }
                        })
                        .findings())
                .extracting(Finding::message)
                .contains("list does not give the keys that are there.");
    }

    @Test
    void theWholeListingCountsThoughAPageIsEmpty() {
        CheckReport report = check(new Faulty(store) {
            @Override
            public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
                return query.token() == null
                        ? CompletableFuture.completedFuture(new KeyPage(List.of(), "go on"))
                        : super.listKeys(query.withToken(null));
            }
        });

        assertThat(report.findings()).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // null is what such a backend gives
    void nullInPlaceOfAnAnswerOrOfAFutureIsAFinding() {
        assertThat(check(new Faulty(store) {
                            @Override
                            public CompletableFuture<Boolean> has(String key) {
                                return CompletableFuture.completedFuture(null);
                            }
                        })
                        .findings())
                .extracting(Finding::message)
                .contains("has of a missing key is not false.", "has is not true.");
        assertThat(check(new Faulty(store) {
                            @Override
                            public CompletableFuture<byte @Nullable []> get(String key) {
                                return null;
                            }

                            @Override
                            public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
                                return CompletableFuture.completedFuture(null);
                            }
                        })
                        .findings())
                .extracting(Finding::problem)
                .containsOnly(Problem.OPERATION_FAILED)
                .hasSizeGreaterThan(1);
    }

    @Test
    void aKeyThatWasStoredIsToldToBeLeftBehindThoughSettingItAgainIsRefused() {
        AtomicInteger sets = new AtomicInteger();
        CheckReport report = check(new Faulty(store) {
            @Override
            public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                return sets.getAndIncrement() > 0 ? fail(ErrorKind.PERMISSION_DENIED) : super.set(key, value);
            }

            @Override
            public CompletableFuture<@Nullable Void> delete(String key) {
                return fail(ErrorKind.PERMISSION_DENIED);
            }
        });

        assertThat(store.keys().join()).hasSize(1);
        assertThat(report.findings()).extracting(Finding::problem).contains(Problem.LEFT_BEHIND);
    }

    @Test
    void aStyleOfKeysThatTheStoreRefusesIsFound() {
        CheckReport report = check(new Faulty(store) {
            @Override
            public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                return key.contains("//") ? fail(ErrorKind.UNKNOWN) : super.set(key, value);
            }
        });

        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.problem()).isEqualTo(Problem.KEY_STYLE);
            assertThat(finding.message()).contains("a//b").contains("cannot be stored: UNKNOWN");
        });
        assertThat(store.keys().join()).isEmpty();
    }

    @Test
    void aKeyThatWasRefusedIsNotToldToBeLeftBehindThoughItCannotBeDeletedEither() {
        CheckReport report = check(new Faulty(store) {
            @Override
            public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                return key.contains("sss") ? fail(ErrorKind.UNKNOWN) : super.set(key, value);
            }

            @Override
            public CompletableFuture<@Nullable Void> delete(String key) {
                return key.contains("sss") ? fail(ErrorKind.UNKNOWN) : super.delete(key);
            }
        });

        assertThat(report.findings()).extracting(Finding::problem).containsExactly(Problem.KEY_STYLE);
    }

    @Test
    void aKeyOfWhichNobodyKnowsWhetherItWasStoredIsToldToBeLeftBehind() {
        CheckReport report = check(new Faulty(store) {
            @Override
            public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                return fail(ErrorKind.CONFLICT);
            }

            @Override
            public CompletableFuture<@Nullable Void> delete(String key) {
                return fail(ErrorKind.CONFLICT);
            }
        });

        assertThat(report.findings()).extracting(Finding::problem).contains(Problem.LEFT_BEHIND);
    }

    @Test
    void stylesOfKeysThatTheStoreConfusesAreFound() {
        assertThat(confused(key -> key.toLowerCase(Locale.ROOT))).containsExactly("keys that differ in their case");
        assertThat(confused(key -> key.replace('\\', '/'))).containsExactly("a backslash");
        assertThat(confused(key -> key.endsWith(".") ? key.substring(0, key.length() - 1) : key))
                .containsExactly("a dot at the end");
        assertThat(confused(key -> key.replace("//", "/"))).containsExactly("an empty path segment");
        assertThat(confused(key -> key.replace("%25", "%"))).containsExactly("what looks like an escape");
        assertThat(confused(key -> key.length() > 255 ? key.substring(0, 255) : key))
                .containsExactly("a path segment of 300 bytes");
        assertThat(confused(key -> key.endsWith("/n") ? key + "/child" : key))
                .containsExactly("a key and one below it");
        assertThat(confused(key -> key.replace("e\u0301", "\u00e9")))
                .containsExactly("\u00e9 in both of its Unicode forms");
        assertThat(confused(key -> key.endsWith("/") ? key.substring(0, key.length() - 1) : key))
                .containsExactly("a slash at the end");
        assertThat(confused(key -> key.replace("b+c", "b c").replaceAll("\\?d#e$", "")))
                .containsExactly("a space");
    }

    @Test
    void whatCannotBeRemovedIsNotWritten() {
        CheckReport report = check(new Faulty(store) {
            @Override
            public Set<Capability> capabilities() {
                return EnumSet.of(Capability.WRITE, Capability.READ_AFTER_WRITE);
            }

            @Override
            public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                throw new AssertionError("nothing is to be written");
            }

            @Override
            public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
                throw new AssertionError("nothing is to be listed");
            }
        });

        assertThat(report.findings()).extracting(Finding::problem).containsExactly(Problem.NOT_CHECKED);
        assertThat(report.calls()).hasSize(2);
    }

    @Test
    void whatABackendThrowsIsAFindingAndIsNotQuoted() {
        CheckReport report = check(new Faulty(store) {
            @Override
            public CompletableFuture<byte @Nullable []> get(String key) {
                throw new IllegalStateException("password=hunter2");
            }
        });

        assertThat(report.findings()).extracting(Finding::problem).contains(Problem.OPERATION_FAILED);
        assertThat(report.toString()).contains("IllegalStateException").doesNotContain("hunter2");
        assertThat(store.keys().join()).isEmpty();
    }

    @Test
    void noKeyOfOthersIsTouched() {
        Set<String> touched = ConcurrentHashMap.newKeySet();
        CheckReport report = check(new Faulty(store) {
            @Override
            public CompletableFuture<@Nullable Void> delete(String key) {
                touched.add(key);
                return super.delete(key);
            }

            @Override
            public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                touched.add(key);
                return super.set(key, value);
            }

            @Override
            public CompletableFuture<@Nullable Void> clear() {
                throw new AssertionError("clear would remove other keys");
            }
        });

        assertThat(report.passed()).as("clear was not called").isTrue();
        assertThat(touched).isNotEmpty().allMatch(key -> key.startsWith("zkim-check-"));
    }

    @Test
    @SuppressWarnings("NullAway") // that is the test
    void nullIsRefused() {
        assertThatThrownBy(() -> BackendCheck.run(null)).isInstanceOf(NullPointerException.class);
    }

    /** The first words of the findings in a store that changes keys as it is told. */
    private static List<String> confused(UnaryOperator<String> change) {
        return check(new Faulty(new InMemoryStorage()) {
                    @Override
                    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                        return super.set(change.apply(key), value);
                    }

                    @Override
                    public CompletableFuture<byte @Nullable []> get(String key) {
                        return super.get(change.apply(key));
                    }

                    @Override
                    public CompletableFuture<@Nullable Void> delete(String key) {
                        return super.delete(change.apply(key));
                    }
                })
                .findings()
                .stream()
                .map(finding -> finding.message().replaceFirst("Keys with ", "").split(",|:", 2)[0])
                .map(words -> words.replaceFirst(" as .*", ""))
                .toList();
    }

    private static CheckReport check(StorageBackend backend) {
        return BackendCheck.run(backend).join();
    }

    /** A store with one fault, of the test's. */
    private abstract static class Faulty extends ForwardingStorageBackend {
        Faulty(StorageBackend delegate) {
            super(delegate);
        }

        static <T extends @Nullable Object> CompletableFuture<T> fail(ErrorKind kind) {
            return CompletableFuture.failedFuture(
                    ServiceException.builder("FAULTY_ERROR", kind, "A fault.").build());
        }
    }
}
