package im.zk.storage.tck;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Backends that break E1 to E3. */
final class ErrorMutants {

    private static final String SECRET = "hunter2-secret";

    private ErrorMutants() {}

    /** The same failure with another message or kind. */
    private static ServiceException like(ServiceException failure, ErrorKind kind, @Nullable String message) {
        return ServiceException.builder(
                        failure.code(), kind, message == null ? String.valueOf(failure.getMessage()) : message)
                .detailsOf(failure)
                .cause(failure.getCause())
                .build();
    }

    @Breaks("E1")
    static class HasOneCodeForAll extends Mutant.ChangesFailures {
        @Override
        Throwable change(ServiceException failure) {
            return ServiceException.builder("REFERENCE_ERROR", failure.kind(), "It failed.")
                    .detailsOf(failure)
                    .cause(failure.getCause())
                    .build();
        }
    }

    @Breaks("E1")
    static class NamesAnotherOperation extends Mutant.ChangesFailures {
        @Override
        Throwable change(ServiceException failure) {
            return ServiceException.builder("REFERENCE_LIST_ERROR", failure.kind(), "It failed.")
                    .detailsOf(failure)
                    .cause(failure.getCause())
                    .build();
        }
    }

    @Breaks("E1")
    static class DoesNotNameTheKey extends Mutant.ChangesFailures {
        @Override
        Throwable change(ServiceException failure) {
            return Mutant.failure(failure, failure.kind(), "It failed.", null, failure.getCause());
        }
    }

    @Breaks("E1")
    static class DropsTheCause extends Mutant.ChangesFailures {
        @Override
        Throwable change(ServiceException failure) {
            return ServiceException.builder(failure.code(), failure.kind(), "It failed.")
                    .detailsOf(failure)
                    .build();
        }
    }

    @Breaks("E1")
    static class SaysNothing extends Mutant.ChangesFailures {
        @Override
        Throwable change(ServiceException failure) {
            return like(failure, failure.kind(), " ");
        }
    }

    @Breaks("E2")
    static class ShowsASecretInAMessage extends Mutant.ChangesFailures {
        @Override
        Throwable change(ServiceException failure) {
            return like(failure, failure.kind(), "Could not sign in with " + SECRET);
        }
    }

    @Breaks("E2")
    static class ShowsASecretInADetail extends Mutant.ChangesFailures {
        @Override
        Throwable change(ServiceException failure) {
            return ServiceException.builder(failure.code(), failure.kind(), "It failed.")
                    .detailsOf(failure)
                    .detail("url", "https://me:" + SECRET + "@example.org/")
                    .cause(failure.getCause())
                    .build();
        }
    }

    @Breaks("E2")
    static class ShowsASecretInACause extends Mutant.ChangesFailures {
        @Override
        Throwable change(ServiceException failure) {
            return ServiceException.builder(failure.code(), failure.kind(), "It failed.")
                    .detailsOf(failure)
                    .cause(new IllegalStateException("password=" + SECRET))
                    .build();
        }
    }

    @Breaks("E2")
    static class ShowsASecretInItsText extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public String toString() {
                    return "Reference[password=" + SECRET + "]";
                }
            };
        }
    }

    @Breaks("E2")
    static class PrintsASecret extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            System.err.println("Connecting with password " + SECRET);
            return twin;
        }
    }

    @Breaks("E2")
    static class ShowsTheValueThatItCouldNotStore extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                    return Futures.recover(super.set(key, value), failure -> {
                        ServiceException known = (ServiceException) failure;
                        String text = new String(value, StandardCharsets.UTF_8);
                        return CompletableFuture.failedFuture(like(known, known.kind(), "Could not store " + text));
                    });
                }
            };
        }
    }

    /** One kind in place of another. */
    private abstract static class TakesOneKindForAnother extends Mutant.ChangesFailures {

        abstract ErrorKind change(ErrorKind kind);

        @Override
        Throwable change(ServiceException failure) {
            return like(failure, change(failure.kind()), null);
        }
    }

    @Breaks("E3")
    static class TriesAgainAfterClose extends TakesOneKindForAnother {
        @Override
        ErrorKind change(ErrorKind kind) {
            return kind == ErrorKind.CLOSED ? ErrorKind.UNAVAILABLE : kind;
        }
    }

    @Breaks("E3")
    static class HasOneKindForAll extends TakesOneKindForAnother {
        @Override
        ErrorKind change(ErrorKind kind) {
            return ErrorKind.UNKNOWN;
        }
    }

    @Breaks("E3")
    static class BlamesTheCallerForTheService extends TakesOneKindForAnother {
        @Override
        ErrorKind change(ErrorKind kind) {
            return kind == ErrorKind.CONTAINER_NOT_FOUND ? ErrorKind.INVALID_CONFIG : kind;
        }
    }

    @Breaks("E3")
    static class HasNoKindForTooLarge extends TakesOneKindForAnother {
        @Override
        ErrorKind change(ErrorKind kind) {
            return kind == ErrorKind.VALUE_TOO_LARGE ? ErrorKind.CONFLICT : kind;
        }
    }
}
