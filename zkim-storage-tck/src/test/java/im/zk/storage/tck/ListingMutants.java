package im.zk.storage.tck;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Backends that break O5. */
final class ListingMutants {

    private ListingMutants() {}

    @Breaks("O5")
    static class ListsAThousandKeysAlone extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<List<String>> keys() {
                    return Futures.map(
                            super.keys(), keys -> keys.stream().limit(1000).toList());
                }
            };
        }
    }

    @Breaks("O5")
    static class StopsAfterTheFirstPage extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return changingPages(twin, UnaryOperator.identity(), page -> new KeyPage(page.keys(), null));
        }
    }

    @Breaks("O5")
    static class RepeatsTheKeyAtAPagesEnd extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
                    return Futures.map(super.listKeys(query), page -> {
                        String token = query.token();
                        List<String> keys = new ArrayList<>(page.keys());
                        if (token != null && keys.size() < query.limit() && token.contains("/")) {
                            keys.add(0, token.substring(token.indexOf('/') + 1));
                        }
                        return new KeyPage(keys, page.nextToken());
                    });
                }
            };
        }
    }

    @Breaks("O5")
    static class LosesTheKeyAtAPagesEnd extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return changingPages(
                    twin,
                    UnaryOperator.identity(),
                    page -> page.nextToken() == null
                            ? page
                            : new KeyPage(page.keys().subList(0, page.keys().size() - 1), page.nextToken()));
        }
    }

    @Breaks("O5")
    static class DeclaresAnOrderThatItDoesNotKeep extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public Set<Capability> capabilities() {
                    return EnumSet.allOf(Capability.class);
                }
            };
        }
    }

    @Breaks("O5")
    static class IgnoresThePrefix extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return changingPages(twin, query -> query.withPrefix(""), UnaryOperator.identity());
        }
    }

    @Breaks("O5")
    static class IgnoresTheLimit extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return changingPages(twin, query -> query.withLimit(KeyQuery.MAXIMUM_LIMIT), UnaryOperator.identity());
        }
    }

    @Breaks("O5")
    static class TakesThePrefixForAFolder extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return changingPages(
                    twin,
                    query -> query.prefix().isEmpty() || query.prefix().endsWith("/")
                            ? query
                            : query.withPrefix(query.prefix() + "/"),
                    UnaryOperator.identity());
        }
    }

    @Breaks("O5")
    static class StartsAnewForATokenThatItDoesNotKnow extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
                    return Futures.recover(
                            super.listKeys(query),
                            failure -> failure instanceof ServiceException known
                                            && known.kind() == ErrorKind.INVALID_CONFIG
                                    ? super.listKeys(query.withToken(null))
                                    : CompletableFuture.failedFuture(failure));
                }
            };
        }
    }

    @Breaks("O5")
    static class GivesAListThatCanBeChanged extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<List<String>> keys() {
                    return Futures.map(super.keys(), ArrayList::new);
                }
            };
        }
    }
}
