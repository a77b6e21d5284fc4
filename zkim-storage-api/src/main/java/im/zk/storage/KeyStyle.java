package im.zk.storage;

import java.util.List;

/**
 * Keys that stores are known to refuse, to change or to take for each other, though the key rules allow them.
 *
 * @param name one word, which is part of the keys
 * @param description the style in words
 * @param endings what the keys end with
 */
record KeyStyle(String name, String description, List<String> endings) {

    static final List<KeyStyle> ALL = List.of(
            of("empty", "an empty path segment, as in a//b", "a//b", "a/b"),
            of("child", "a key and one below it, as n and n/child", "n", "n/child"),
            of("slash", "a slash at the end, as in folder/", "folder/", "folder"),
            of("long", "a path segment of 300 bytes", "s".repeat(300)),
            of("dot", "a dot at the end, as in name.", "name.", "name"),
            of("backslash", "a backslash, as in a\\b", "a\\b", "a/b"),
            of("case", "keys that differ in their case, as A and a", "A", "a"),
            of("form", "\u00e9 in both of its Unicode forms", "\u00e9", "e\u0301"),
            of("escape", "what looks like an escape, as in %25", "a%25b", "a%b"),
            of("query", "a space, a plus sign, a question mark, a hash", "a b+c?d#e", "a b c"));

    private static KeyStyle of(String name, String description, String... endings) {
        return new KeyStyle(name, description, List.of(endings));
    }

    /** Its keys below a key of the check's own. */
    List<String> keys(String parent) {
        return endings.stream()
                .map(ending -> parent + "-" + name + "/" + ending)
                .toList();
    }
}
