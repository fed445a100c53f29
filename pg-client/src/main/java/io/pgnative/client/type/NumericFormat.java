package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The binary format of {@code numeric}: the number of digits, weight, sign and display scale, 16 bits each, then digits
 * to base 10000; the value is the sum of {@code digit[i] * 10000^(weight - i)}.
 */
final class NumericFormat {

    static final int POSITIVE = 0x0000;
    static final int NEGATIVE = 0x4000;
    static final int NAN = 0xC000;
    static final int POSITIVE_INFINITY = 0xD000;
    static final int NEGATIVE_INFINITY = 0xF000;

    static final int HEADER = 8;
    static final int MAX_SCALE = 16383;
    /** Digits before the decimal point: the largest weight is 32767. */
    static final int MAX_INTEGER_DIGITS = 131072;

    /** Of the text form: a sign, the digits and a decimal point. */
    static final int MAX_TEXT = MAX_INTEGER_DIGITS + MAX_SCALE + 2;

    /** A long holds all numbers of 18 digits. */
    private static final int MAX_LONG_DIGITS = 18;

    private static final int GROUP_BASE = 10000;
    private static final int GROUP_DIGITS = 4;
    /** In binary, rounded down. */
    private static final int DIGITS_PER_BYTE = 2;

    private static final BigInteger BIG_GROUP_BASE = BigInteger.valueOf(GROUP_BASE);
    /** Below this many groups multiplying step by step is quicker than halving. */
    private static final int PLAIN_GROUPS = 64;

    private static final long[] POWERS_OF_TEN = powersOfTen();

    private NumericFormat() {}

    private static long[] powersOfTen() {
        long[] powers = new long[MAX_LONG_DIGITS + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    static long powerOfTen(int exponent) {
        return POWERS_OF_TEN[exponent];
    }

    // Reading. The header is checked by validate(); all else relies on that.

    static int groups(byte[] bytes, int offset) {
        return Bytes.getUnsignedShort(bytes, offset);
    }

    static int weight(byte[] bytes, int offset) {
        return Bytes.getShort(bytes, offset + 2);
    }

    static int sign(byte[] bytes, int offset) {
        return Bytes.getUnsignedShort(bytes, offset + 4);
    }

    static int scale(byte[] bytes, int offset) {
        return Bytes.getUnsignedShort(bytes, offset + 6);
    }

    /** About how many bytes the number takes when its digits are written out, of a value that is not checked yet. */
    static int expandedLength(byte[] bytes, int offset, int length) {
        if (length < HEADER) {
            return 0;
        }
        int integerDigits = Math.max(0, GROUP_DIGITS * (weight(bytes, offset) + 1));
        return (integerDigits + scale(bytes, offset)) / DIGITS_PER_BYTE;
    }

    /** How many digits stand before the decimal point, at least; 0 for a fraction and for zero. */
    static int integerDigits(byte[] bytes, int offset) {
        // The first group may have a single digit, or none in a value that is not normalised.
        return groups(bytes, offset) == 0 || group(bytes, offset, 0) == 0
                ? 0
                : Math.max(0, GROUP_DIGITS * weight(bytes, offset) + 1);
    }

    /** Checks all but the digits, without allocation. */
    static void validate(byte[] bytes, int offset, int length) {
        if (length < HEADER) {
            throw malformed("its header is cut off");
        }
        int groups = groups(bytes, offset);
        if (length != HEADER + 2 * groups) {
            throw malformed("its length does not agree with its number of digits");
        }
        if (scale(bytes, offset) > MAX_SCALE) {
            throw malformed("its scale is out of range");
        }
        int sign = sign(bytes, offset);
        if (sign == POSITIVE || sign == NEGATIVE) {
            return;
        }
        if (sign != NAN && sign != POSITIVE_INFINITY && sign != NEGATIVE_INFINITY) {
            throw malformed("its sign is unknown");
        }
        if (groups != 0) {
            throw malformed("it has digits but is no number");
        }
    }

    private static DecodeException malformed(String why) {
        return new DecodeException("malformed numeric: " + why);
    }

    private static int group(byte[] bytes, int offset, int index) {
        int group = Bytes.getUnsignedShort(bytes, offset + HEADER + 2 * index);
        if (group >= GROUP_BASE) {
            throw malformed("a digit is out of range");
        }
        return group;
    }

    /**
     * How many decimal places the digits take, written out to whole groups; negative when whole groups of zeros are
     * left out before the decimal point.
     */
    private static int digitsScale(int groups, int weight) {
        return GROUP_DIGITS * (groups - 1 - weight);
    }

    /** Whether {@link #smallUnscaled} can be used. */
    static boolean isSmall(byte[] bytes, int offset) {
        int groups = groups(bytes, offset);
        int excess = scale(bytes, offset) - digitsScale(groups, weight(bytes, offset));
        // Between -3 and 0 the last group ends in zeros that are beyond the scale.
        return groups == 0 || (excess >= -3 && GROUP_DIGITS * groups + Math.max(excess, 0) <= MAX_LONG_DIGITS);
    }

    /** The number without its decimal point, at the display scale; may be a multiple of more when digits are hidden. */
    static long smallUnscaled(byte[] bytes, int offset) {
        int groups = groups(bytes, offset);
        long unscaled = 0;
        for (int i = 0; i < groups; i++) {
            unscaled = unscaled * GROUP_BASE + group(bytes, offset, i);
        }
        if (groups > 0) {
            int excess = scale(bytes, offset) - digitsScale(groups, weight(bytes, offset));
            if (excess >= 0) {
                unscaled *= POWERS_OF_TEN[excess];
            } else {
                long power = POWERS_OF_TEN[-excess];
                if (unscaled % power != 0) {
                    throw malformed("it has digits beyond its scale");
                }
                unscaled /= power;
            }
        }
        return sign(bytes, offset) == NEGATIVE ? -unscaled : unscaled;
    }

    /** The number, with the scale that the server displays. */
    static BigDecimal decimal(byte[] bytes, int offset) {
        int scale = scale(bytes, offset);
        if (isSmall(bytes, offset)) {
            return BigDecimal.valueOf(smallUnscaled(bytes, offset), scale);
        }
        int groups = groups(bytes, offset);
        BigInteger unscaled = combine(bytes, offset, 0, groups);
        if (sign(bytes, offset) == NEGATIVE) {
            unscaled = unscaled.negate();
        }
        int digitsScale = digitsScale(groups, weight(bytes, offset));
        if (unscaled.signum() == 0) {
            return BigDecimal.valueOf(0, scale);
        }
        if (digitsScale - scale > GROUP_DIGITS * groups) {
            // BigDecimal would find out, too, but by a division by a power of ten that is far longer than the value.
            throw malformed("it has digits beyond its scale");
        }
        try {
            return new BigDecimal(unscaled, digitsScale).setScale(scale);
        } catch (ArithmeticException e) {
            throw malformed("it has digits beyond its scale");
        }
    }

    /** Joins halves, so that the multiplications are few and balanced: not quadratic in the number of digits. */
    private static BigInteger combine(byte[] bytes, int offset, int from, int to) {
        if (to - from > PLAIN_GROUPS) {
            int middle = (from + to) >>> 1;
            BigInteger high = combine(bytes, offset, from, middle);
            return high.multiply(BIG_GROUP_BASE.pow(to - middle)).add(combine(bytes, offset, middle, to));
        }
        BigInteger value = BigInteger.ZERO;
        int i = from;
        while (i < to) {
            long part = 0;
            long power = 1;
            for (int end = Math.min(to, i + 4); i < end; i++) {
                part = part * GROUP_BASE + group(bytes, offset, i);
                power *= GROUP_BASE;
            }
            value = value.multiply(BigInteger.valueOf(power)).add(BigInteger.valueOf(part));
        }
        return value;
    }

    // Writing.

    static void writeSpecial(int sign, ByteBuf out) {
        writeHeader(0, 0, sign, 0, out);
    }

    private static void writeHeader(int groups, int weight, int sign, int scale, ByteBuf out) {
        out.writeShort(groups);
        out.writeShort(weight);
        out.writeShort(sign);
        out.writeShort(scale);
    }

    static void write(BigDecimal value, ByteBuf out) {
        if (value.signum() == 0) {
            writeHeader(0, 0, POSITIVE, checkedScale(value.scale()), out);
            return;
        }
        // Before anything is written out: an exponent may stand for gigabytes of zeros.
        if ((long) value.precision() - value.scale() > MAX_INTEGER_DIGITS) {
            throw new EncodeException("out of range for numeric");
        }
        int scale = checkedScale(value.scale());
        BigInteger unscaled = value.unscaledValue();
        if (unscaled.bitLength() < Long.SIZE && value.scale() >= 0) {
            writeSmall(unscaled.longValue(), scale, out);
        } else {
            writeLarge(value, scale, out);
        }
    }

    private static int checkedScale(int scale) {
        if (scale > MAX_SCALE) {
            throw new EncodeException("out of range for numeric: more than " + MAX_SCALE + " decimal places");
        }
        return Math.max(scale, 0);
    }

    static void writeSmall(long unscaled, int scale, ByteBuf out) {
        int sign = unscaled < 0 ? NEGATIVE : POSITIVE;
        int fractionGroups = (scale + GROUP_DIGITS - 1) / GROUP_DIGITS;
        int padding = fractionGroups * GROUP_DIGITS - scale;
        // The remainders of a negative long are negated one by one, since the smallest long has no counterpart.
        long lowDivisor = POWERS_OF_TEN[GROUP_DIGITS - padding];
        long low = Math.abs(unscaled % lowDivisor) * POWERS_OF_TEN[padding];
        long rest = Math.abs(unscaled / lowDivisor);
        int total = 1;
        for (long r = rest; r != 0; r /= GROUP_BASE) {
            total++;
        }
        int kept = total;
        if (low == 0) {
            kept--;
            for (long r = rest; r != 0 && r % GROUP_BASE == 0; r /= GROUP_BASE) {
                kept--;
            }
        }
        writeHeader(kept, total - 1 - fractionGroups, sign, scale, out);
        int begin = out.writerIndex();
        out.writeZero(2 * kept);
        if (kept == total) {
            out.setShort(begin + 2 * (total - 1), (int) low);
        }
        for (int i = total - 2; i >= 0; i--) {
            if (i < kept) {
                out.setShort(begin + 2 * i, (int) (rest % GROUP_BASE));
            }
            rest /= GROUP_BASE;
        }
    }

    private static void writeLarge(BigDecimal value, int scale, ByteBuf out) {
        String digits = value.unscaledValue().abs().toString();
        // Zeros before the decimal point that only the exponent stands for.
        int zeros = Math.max(0, -value.scale());
        int fractionGroups = (scale + GROUP_DIGITS - 1) / GROUP_DIGITS;
        int padding = fractionGroups * GROUP_DIGITS - scale;
        int padded = digits.length() + zeros + padding;
        int total = (padded + GROUP_DIGITS - 1) / GROUP_DIGITS;
        int lead = total * GROUP_DIGITS - padded;
        int kept = total;
        while (groupOf(digits, lead, kept - 1) == 0) {
            kept--;
        }
        writeHeader(kept, total - 1 - fractionGroups, value.signum() < 0 ? NEGATIVE : POSITIVE, scale, out);
        for (int i = 0; i < kept; i++) {
            out.writeShort(groupOf(digits, lead, i));
        }
    }

    /** A group of the digits with {@code lead} zeros before them and zeros behind. */
    private static int groupOf(String digits, int lead, int index) {
        int group = 0;
        int begin = index * GROUP_DIGITS - lead;
        for (int i = begin; i < begin + GROUP_DIGITS; i++) {
            int digit = i >= 0 && i < digits.length() ? digits.charAt(i) - '0' : 0;
            group = group * 10 + digit;
        }
        return group;
    }
}
