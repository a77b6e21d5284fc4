package im.zk.storage.tck;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Values that tell whether they are whole: every word and the length of one follow from its number. */
final class NumberedValue {

    private static final int SPREAD = 0x9E3779B9;
    private static final int LENGTHS = 5;
    private static final int STEP = 1024;

    private NumberedValue() {}

    /** The value of a number, of about so many bytes; the next number's has another length. */
    static byte[] of(int number, int size) {
        ByteBuffer words = ByteBuffer.allocate(length(number, size));
        for (int word = 0; words.hasRemaining(); word++) {
            words.putInt(number ^ word * SPREAD);
        }
        return words.array();
    }

    /** The number of a value; fails where it is missing, cut, or a mixture of two. */
    static int numberOf(byte @Nullable [] value, int size) {
        if (value == null) {
            throw new AssertionError("A key that has a value all the time had none");
        }
        if (value.length < Integer.BYTES) {
            throw new AssertionError("A value was cut to " + value.length + " bytes");
        }
        ByteBuffer words = ByteBuffer.wrap(value);
        int number = words.getInt(0);
        if (value.length != length(number, size)) {
            throw new AssertionError("A value that begins as number " + number + " has " + value.length + " bytes, not "
                    + length(number, size));
        }
        for (int word = 0; words.hasRemaining(); word++) {
            if (words.getInt() != (number ^ word * SPREAD)) {
                throw new AssertionError("A value that begins as number " + number + " is another from byte "
                        + word * Integer.BYTES + " on");
            }
        }
        return number;
    }

    private static int length(int number, int size) {
        return size + Math.floorMod(number, LENGTHS) * STEP;
    }
}
