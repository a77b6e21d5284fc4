package im.zk.storage.spi;

import java.util.Objects;

/**
 * A property that a type of backend knows.
 *
 * @param name the name, in camel case: {@code accessKeyId}
 * @param required whether the backend cannot be made without it
 * @param description what it is, with its unit and default, in one line
 */
public record ConfigProperty(String name, boolean required, String description) {

    /** Checks that nothing is null. */
    public ConfigProperty {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
    }

    /** A property that must be given. */
    public static ConfigProperty required(String name, String description) {
        return new ConfigProperty(name, true, description);
    }

    /** A property that may be left out. */
    public static ConfigProperty optional(String name, String description) {
        return new ConfigProperty(name, false, description);
    }
}
