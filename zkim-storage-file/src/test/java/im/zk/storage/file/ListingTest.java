package im.zk.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listing streams: {@code -Dzkim.file.keys=1000000} tries it with more than the usual 20,000 keys. */
class ListingTest {

    private static final int KEYS = Integer.getInteger("zkim.file.keys", 20_000);

    @TempDir
    Path directory;

    @Test
    @DisplayName("O5, O6: many keys are listed, and removed, in a heap that could not hold them")
    void smallHeap() throws Exception {
        List<String> command = Child.command(List.of("-Xmx64m"), ManyKeysProgram.class, directory, KEYS);
        try (Child program = Child.start(List.of(), command)) {
            String output = program.finish();
            System.out.println(output);
            assertThat(output).endsWith("done");
        }
    }

    @Test
    @DisplayName("O5: a page reads the shards that it needs, and the one that the page before ended in again")
    void pagesAreLinear() throws IOException {
        int count = 5_000;
        Path root = directory.toRealPath();
        try (FileStorageBackend backend = FileStorageBackend.builder()
                .directory(directory)
                .durability(Durability.NO_SYNC)
                .build()) {
            Map<String, byte[]> entries = new HashMap<>();
            for (int number = 0; number < count; number++) {
                entries.put("key" + number, new byte[0]);
            }
            backend.setBatch(entries).join();
        }
        CountingListing listing = new CountingListing(root);
        for (int limit : new int[] {1000, 100, 7}) {
            listing.shardsRead = 0;
            Set<String> keys = new HashSet<>();
            int pages = 1;
            KeyPage page = listing.page(KeyQuery.all().withLimit(limit));
            keys.addAll(page.keys());
            for (; page.nextToken() != null; pages++) {
                page = listing.page(KeyQuery.all().withLimit(limit).withToken(page.nextToken()));
                assertThat(keys).doesNotContainAnyElementsOf(page.keys());
                keys.addAll(page.keys());
            }
            assertThat(keys).hasSize(count);
            assertThat(pages).isEqualTo((count + limit - 1) / limit);
            // One more shard may be read to know that there is a page to come.
            assertThat(listing.shardsRead).isLessThanOrEqualTo(ShardedDirectory.SHARDS + 2 * pages);
        }
    }

    private static final class CountingListing extends Listing {
        private int shardsRead;

        CountingListing(Path root) {
            super(new ShardedDirectory(root, new LocalFiles(Durability.NO_SYNC)));
        }

        @Override
        NavigableMap<String, String> keys(String shard) throws IOException {
            shardsRead++;
            return super.keys(shard);
        }
    }
}
