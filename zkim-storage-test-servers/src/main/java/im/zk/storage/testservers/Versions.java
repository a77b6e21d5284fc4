package im.zk.storage.testservers;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The pinned versions of the servers, which stand in the parent pom. */
final class Versions {

    private static final Properties PROPERTIES = load();

    private Versions() {}

    static String of(String name) {
        String version = PROPERTIES.getProperty(name);
        if (version == null) {
            throw new IllegalArgumentException("versions.properties has no " + name);
        }
        return version;
    }

    private static Properties load() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Resource.read("versions.properties")));
            return properties;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
