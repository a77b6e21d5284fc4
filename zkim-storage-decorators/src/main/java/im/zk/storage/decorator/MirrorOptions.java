package im.zk.storage.decorator;

import im.zk.storage.StorageBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The sides of a mirror, and when a write has succeeded. Immutable. */
public final class MirrorOptions {

    final List<MirrorSide> sides;
    final int minimumWrites;

    private MirrorOptions(Builder<?> builder) {
        sides = List.copyOf(builder.sides);
        if (sides.size() < 2) {
            throw DecoratorErrors.invalid("A mirror needs two sides at least, but has " + sides.size() + ".");
        }
        Integer minimum = builder.minimumWrites;
        minimumWrites = minimum == null ? sides.size() : minimum;
        if (minimumWrites < 1 || minimumWrites > sides.size()) {
            throw DecoratorErrors.invalid("A mirror's minimumWrites must be 1 to its number of sides, " + sides.size()
                    + ", but is " + minimumWrites + ".");
        }
    }

    /** Starts options; {@link MirrorStorageBackend#builder()} makes the mirror at once. */
    public static Builder<MirrorOptions> builder() {
        return new Builder<>(Function.identity());
    }

    /** The sides, and how many of them a write needs. */
    @Override
    public String toString() {
        return "MirrorOptions[" + sides + ", minimumWrites " + minimumWrites + "]";
    }

    /**
     * Collects options. Not thread-safe.
     *
     * @param <T> what {@link #build()} makes
     */
    public static final class Builder<T> {
        private final Function<MirrorOptions, T> result;
        private final List<MirrorSide> sides = new ArrayList<>();
        private @Nullable Integer minimumWrites;

        Builder(Function<MirrorOptions, T> result) {
            this.result = result;
        }

        /**
         * Adds a side. The first one added is asked first.
         *
         * @param name what it is called in notes, which outlive this program: 1 to 40 of {@code a-z}, {@code 0-9}, {@code -}
         * @param values the store
         * @param notes a namespace for the mirror alone, as durable as the store and best in the same place: the same
         *     bucket with another prefix. There it is noted which writes the other sides missed
         */
        public Builder<T> side(String name, StorageBackend values, StorageBackend notes) {
            if (!name.matches("[a-z0-9-]{1,40}")) {
                throw DecoratorErrors.invalid(
                        "A side's name must be 1 to 40 of a-z, 0-9 and -, but is '" + name + "'.");
            }
            if (sides.stream().anyMatch(side -> side.name().equals(name))) {
                throw DecoratorErrors.invalid("Two sides of the mirror are called '" + name + "'.");
            }
            sides.add(new MirrorSide(
                    name, Objects.requireNonNull(values, "values"), Objects.requireNonNull(notes, "notes")));
            return this;
        }

        /** How many sides must have a write for it to succeed; all unless given. */
        public Builder<T> minimumWrites(int sides) {
            this.minimumWrites = sides;
            return this;
        }

        /**
         * Makes it.
         *
         * @throws im.zk.storage.ServiceException of kind {@code INVALID_CONFIG} where something cannot be used
         */
        public T build() {
            return result.apply(new MirrorOptions(this));
        }
    }
}
