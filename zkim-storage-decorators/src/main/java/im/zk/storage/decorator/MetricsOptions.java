package im.zk.storage.decorator;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import java.util.Objects;

/**
 * Where a stack counts its operations, and what else its meters are tagged with. Needs Micrometer on the class path, as
 * nothing else of this module does. Immutable.
 */
public final class MetricsOptions {

    final MeterRegistry registry;
    final Tags tags;

    private MetricsOptions(Builder builder) {
        registry = builder.registry;
        tags = builder.tags;
    }

    /** Starts options. */
    public static Builder builder() {
        return new Builder();
    }

    /** The kind of registry, and the tags. */
    @Override
    public String toString() {
        return "MetricsOptions[" + registry.getClass().getSimpleName() + ", " + tags + "]";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private MeterRegistry registry = Metrics.globalRegistry;
        private Tags tags = Tags.empty();

        private Builder() {}

        /** The registry; Micrometer's global one unless given. It stays open. */
        public Builder registry(MeterRegistry registry) {
            this.registry = Objects.requireNonNull(registry, "registry");
            return this;
        }

        /** A tag on every meter, such as {@code storage=avatars}, that tells one storage's from another's. */
        public Builder tag(String name, String value) {
            tags = tags.and(name, value);
            return this;
        }

        /** Makes the options. */
        public MetricsOptions build() {
            return new MetricsOptions(this);
        }
    }
}
