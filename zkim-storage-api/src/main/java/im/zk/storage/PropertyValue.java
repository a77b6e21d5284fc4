package im.zk.storage;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The text of a property, and what it must be to stand for something else. No error quotes it, for it may be a secret. */
record PropertyValue(String name, String text) {

    boolean toBoolean() {
        if (!text.equals("true") && !text.equals("false")) {
            throw invalid("must be true or false");
        }
        return text.equals("true");
    }

    long toLong() {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw invalid("must be a whole number");
        }
    }

    int toInt() {
        long value = toLong();
        if (value > Integer.MAX_VALUE) {
            throw invalid("is too large: at most " + Integer.MAX_VALUE);
        }
        if (value < Integer.MIN_VALUE) {
            throw invalid("is too small: at least " + Integer.MIN_VALUE);
        }
        return (int) value;
    }

    URI toUri() {
        try {
            return new URI(text);
        } catch (URISyntaxException malformed) {
            throw invalid("is not a URI: " + malformed.getReason());
        }
    }

    Path toPath() {
        try {
            return Path.of(text);
        } catch (InvalidPathException notAPath) {
            throw invalid("is not a path: " + notAPath.getReason());
        }
    }

    /** The name alone. */
    @Override
    public String toString() {
        return "PropertyValue[" + name + "]";
    }

    private ServiceException invalid(String violation) {
        return StorageConfig.invalid("The property '" + name + "' " + violation + ".");
    }
}
