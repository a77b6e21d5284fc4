package im.zk.storage;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The name that somebody who mistyped another one meant. */
final class Nearest {

    private Nearest() {}

    /** The name that takes the fewest edits, unless that is more than half of it. */
    static Optional<String> to(String name, List<String> names) {
        return names.stream()
                .filter(each -> distance(name, each) <= Math.max(1, each.length() / 2))
                .min(Comparator.comparingInt(each -> distance(name, each)));
    }

    /** The Levenshtein distance, letters of either case being the same. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int at = 0; at <= right.length(); at++) {
            row[at] = at;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                boolean same = Character.toLowerCase(left.charAt(i - 1)) == Character.toLowerCase(right.charAt(j - 1));
                int replace = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }
}
