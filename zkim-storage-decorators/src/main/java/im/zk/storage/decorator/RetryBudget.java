package im.zk.storage.decorator;

import im.zk.storage.ServiceException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many calls may be made again before some succeed: what keeps an outage from being multiplied by the retries of all
 * callers. Each retry takes one token, each success gives a part of one back; without a token, a failure is final at once.
 *
 * <p>One may be shared by the stacks that talk to the same service. Safe for use by many threads at once.
 */
public final class RetryBudget {

    /** How many retries a budget allows at once, unless another number is given. */
    public static final int DEFAULT_TOKENS = 100;

    /** What a success gives back, unless another share is given: one retry for ten successes. */
    public static final double DEFAULT_REFILL = 0.1;

    private static final long TOKEN = 1_000_000;

    private final long capacity;
    private final long refill;
    private final AtomicLong left;

    private RetryBudget(long capacity, long refill) {
        this.capacity = capacity;
        this.refill = refill;
        this.left = new AtomicLong(capacity);
    }

    /** A full budget of {@value #DEFAULT_TOKENS} tokens, to which each success adds {@value #DEFAULT_REFILL}. */
    public static RetryBudget create() {
        return of(DEFAULT_TOKENS, DEFAULT_REFILL);
    }

    /**
     * A full budget.
     *
     * @param tokens how many retries may follow one another with no success between, 1 at least
     * @param refill what a success gives back, 0 to 1
     * @throws ServiceException of kind {@code INVALID_CONFIG} where a number is out of range
     */
    public static RetryBudget of(int tokens, double refill) {
        if (tokens < 1) {
            throw DecoratorErrors.invalid("A retry budget needs one token at least, but has " + tokens + ".");
        }
        if (!(refill >= 0 && refill <= 1)) {
            throw DecoratorErrors.invalid("A retry budget's refill must be 0 to 1, but is " + refill + ".");
        }
        return new RetryBudget(tokens * TOKEN, Math.round(refill * TOKEN));
    }

    /** How many retries it allows now. */
    public int tokens() {
        return (int) (left.get() / TOKEN);
    }

    /** Takes a token for a retry, if there is one. */
    boolean take() {
        long before = left.getAndUpdate(tokens -> tokens < TOKEN ? tokens : tokens - TOKEN);
        return before >= TOKEN;
    }

    /** Gives back what a success is worth. */
    void succeeded() {
        if (left.get() < capacity) {
            left.updateAndGet(tokens -> Math.min(capacity, tokens + refill));
        }
    }

    @Override
    public String toString() {
        return "RetryBudget[" + tokens() + " of " + capacity / TOKEN + "]";
    }
}
