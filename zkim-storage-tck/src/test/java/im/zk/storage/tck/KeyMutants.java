package im.zk.storage.tck;

import im.zk.storage.ErrorKind;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Keys;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Backends that break K1 to K3. */
final class KeyMutants {

    private KeyMutants() {}

    @Breaks("K1")
    static class DecodesPlusAsSpace extends Mutant.ChangesKeys {
        @Override
        String change(String key) {
            return key.replace('+', ' ');
        }
    }

    @Breaks("K1")
    static class LosesDoubleSlashes extends Mutant.ChangesKeys {
        @Override
        String change(String key) {
            return key.replaceAll("/{2,}", "/");
        }
    }

    @Breaks("K1")
    static class LosesATrailingSlash extends Mutant.ChangesKeys {
        @Override
        String change(String key) {
            return key.length() > 1 && key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
        }
    }

    @Breaks("K1")
    static class NormalisesUnicode extends Mutant.ChangesKeys {
        @Override
        String change(String key) {
            return Normalizer.normalize(key, Normalizer.Form.NFC);
        }
    }

    @Breaks("K1")
    static class FoldsCase extends Mutant.ChangesKeys {
        @Override
        String change(String key) {
            return key.toLowerCase(Locale.ROOT);
        }
    }

    @Breaks("K1")
    static class TrimsSpaces extends Mutant.ChangesKeys {
        @Override
        String change(String key) {
            return key.isBlank() ? key : key.strip();
        }
    }

    @Breaks("K1")
    static class TurnsBackslashes extends Mutant.ChangesKeys {
        @Override
        String change(String key) {
            return key.replace('\\', '/');
        }
    }

    @Breaks("K1")
    static class DropsATrailingDot extends Mutant.ChangesKeys {
        @Override
        String change(String key) {
            return key.matches(".*[^./]\\.") ? key.substring(0, key.length() - 1) : key;
        }
    }

    @Breaks("K2")
    static class CutsLongKeys extends Mutant.ChangesKeys {
        @Override
        String change(String key) {
            return key.substring(0, key.offsetByCodePoints(0, Math.min(255, key.codePointCount(0, key.length()))));
        }
    }

    @Breaks("K2")
    static class CountsCharacters extends Mutant.Accepts {
        @Override
        boolean accepts(String illegal) {
            return illegal.length() <= Keys.MAXIMUM_BYTES
                    && illegal.getBytes(StandardCharsets.UTF_8).length > Keys.MAXIMUM_BYTES;
        }
    }

    @Breaks("K2")
    static class AcceptsDirectories extends Mutant.Accepts {
        @Override
        boolean accepts(String illegal) {
            return illegal.contains("..");
        }
    }

    @Breaks("K2")
    static class AcceptsC1Controls extends Mutant.Accepts {
        @Override
        boolean accepts(String illegal) {
            return illegal.chars().anyMatch(each -> each >= 0x80 && each <= 0x9F);
        }
    }

    @Breaks("K2")
    static class AcceptsLoneSurrogates extends Mutant.Accepts {
        @Override
        boolean accepts(String illegal) {
            return !StandardCharsets.UTF_8.newEncoder().canEncode(illegal);
        }
    }

    @Breaks("K2")
    static class AcceptsNoncharacters extends Mutant.Accepts {
        @Override
        boolean accepts(String illegal) {
            return illegal.codePoints().anyMatch(each -> (each & 0xFFFE) == 0xFFFE);
        }
    }

    @Breaks("K2")
    static class RefusesColons extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                    return super.set(key.contains(":") ? "" : key, value);
                }
            };
        }
    }

    @Breaks("K3")
    static class ChecksKeysInSetAlone extends Mutant.Accepts {
        @Override
        boolean accepts(String illegal) {
            return true;
        }
    }

    @Breaks("K3")
    static class WritesBeforeItChecks extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
                    Map<String, byte[]> legal = new LinkedHashMap<>(entries);
                    legal.keySet().removeIf(key -> Keys.violation(key) != null);
                    return Futures.then(super.setBatch(legal), ignored -> super.setBatch(entries));
                }
            };
        }
    }

    @Breaks("K3")
    static class DeletesBeforeItChecks extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
                    List<String> legal = keys.stream()
                            .filter(key -> Keys.violation(key) == null)
                            .toList();
                    return Futures.then(super.deleteBatch(legal), ignored -> super.deleteBatch(keys));
                }
            };
        }
    }

    @Breaks("K3")
    static class ForgetsWhichKeyWasIllegal extends Mutant.ChangesFailures {
        @Override
        Throwable change(ServiceException failure) {
            return failure.kind() == ErrorKind.INVALID_KEY
                    ? Mutant.failure(failure, failure.kind(), "The key is illegal.", null, null)
                    : failure;
        }
    }

    @Breaks("K3")
    static class ListsNothingForAnIllegalPrefix extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
                    return instead(super.listKeys(query), ErrorKind.INVALID_KEY, new KeyPage(List.of(), null));
                }
            };
        }
    }
}
