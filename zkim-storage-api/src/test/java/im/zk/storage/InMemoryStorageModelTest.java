package im.zk.storage;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.spi.Keys;
import im.zk.storage.spi.RandomKeys;
import im.zk.storage.spi.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Memory does what a sorted map does, whatever is asked of it in whatever order. */
class InMemoryStorageModelTest {

    private static final int STEPS = 20_000;

    private final Random random = Seed.random();
    private final List<String> keys = new ArrayList<>();
    private final NavigableMap<String, byte[]> model = new TreeMap<>(Keys.UTF8_ORDER);
    private final InMemoryStorage storage = new InMemoryStorage();

    @Test
    void itDoesWhatASortedMapDoes() {
        RandomKeys made = new RandomKeys(random);
        for (int count = 0; count < 40; count++) {
            keys.add(made.next());
        }

        for (int step = 0; step < STEPS; step++) {
            step();
        }
        assertThat(storage.keys().join()).containsExactlyElementsOf(model.keySet());
    }

    private void step() {
        String key = key();
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> {
                byte[] value = value();
                storage.set(key, value).join();
                model.put(key, value);
            }
            case 3 -> {
                storage.delete(key).join();
                model.remove(key);
            }
            case 4 -> {
                Map<String, byte[]> entries = new TreeMap<>(Map.of(key, value()));
                entries.put(key(), value());
                storage.setBatch(entries).join();
                model.putAll(entries);
            }
            case 5 -> {
                List<String> gone = List.of(key, key());
                storage.deleteBatch(gone).join();
                gone.forEach(model::remove);
            }
            case 6 -> {
                if (random.nextInt(50) == 0) {
                    storage.clear().join();
                    model.clear();
                }
            }
            case 7 -> assertThat(storage.has(key).join()).isEqualTo(model.containsKey(key));
            case 8 -> comparePage(key.substring(0, random.nextInt(key.length() + 1)));
            default -> compare(key);
        }
    }

    private void compare(String key) {
        assertThat(Arrays.equals(storage.get(key).join(), model.get(key)))
                .as(key)
                .isTrue();
    }

    private void comparePage(String prefix) {
        if (Keys.prefixViolation(prefix) != null) {
            return;
        }
        int limit = 1 + random.nextInt(5);
        KeyPage page =
                storage.listKeys(KeyQuery.prefix(prefix).withLimit(limit)).join();
        List<String> all =
                model.keySet().stream().filter(key -> key.startsWith(prefix)).toList();

        assertThat(page.keys()).containsExactlyElementsOf(all.subList(0, Math.min(limit, all.size())));
        assertThat(page.nextToken() == null).isEqualTo(all.size() <= limit);
    }

    private String key() {
        return keys.get(random.nextInt(keys.size()));
    }

    private byte[] value() {
        byte[] value = new byte[random.nextInt(3)];
        random.nextBytes(value);
        return value;
    }
}
