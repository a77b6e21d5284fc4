package im.zk.storage.benchmarks.measure;

import im.zk.storage.benchmarks.contender.Contender;
import im.zk.storage.benchmarks.store.Offer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The contenders of a measurement. One that fails leaves it with its reason on record, and the others go on. It is not
 * closed: a call that was given up may still be under way, and OpenDAL's native code, closed under one, ends the JVM.
 */
final class Field implements AutoCloseable {

    private final String part;
    private final String store;
    private final Results results;
    private final Map<Offer, Contender> contenders = new LinkedHashMap<>();

    /** Opens the contenders. */
    Field(String part, String store, List<Offer> offers, Results results) {
        this.part = part;
        this.store = store;
        this.results = results;
        for (Offer offer : offers) {
            try {
                contenders.put(offer, offer.open().open());
            } catch (Exception | LinkageError failure) {
                results.add(Result.failed(part, store, "open", offer.name(), failure));
            }
        }
    }

    /** What is done with a contender. */
    @FunctionalInterface
    interface Turn {
        void take(Offer offer, Contender contender) throws Exception;
    }

    /** Gives each contender that is still there its turn. */
    void each(String subject, Turn turn) {
        for (Offer offer : new ArrayList<>(contenders.keySet())) {
            Contender contender = contenders.get(offer);
            if (contender == null) {
                continue;
            }
            try {
                turn.take(offer, contender);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            } catch (Exception | LinkageError failure) {
                contenders.remove(offer);
                results.add(Result.failed(part, store, subject, offer.name(), failure));
            }
        }
    }

    @Override
    public void close() {
        contenders.values().forEach(Contender::close);
    }
}
