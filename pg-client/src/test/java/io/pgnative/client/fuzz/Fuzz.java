package io.pgnative.client.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Gives a target what may come in from outside: its seeds as they are, seeds with harm done to them, and random bytes;
 * the same in every build. More of them with {@code -Dpgnative.fuzz.inputs}, others with {@code -Dpgnative.fuzz.seed}.
 */
public final class Fuzz {

    private static final int INPUTS = Integer.getInteger("pgnative.fuzz.inputs", 10_000);
    private static final long SEED = Long.getLong("pgnative.fuzz.seed", 1);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** For each byte of input, and besides. */
    private static final long MOST_FOR_BYTE = 1000;

    private static final int MOST_BESIDES = 1 << 20;

    /** What reads bytes, and throws nothing but what its callers expect. */
    @FunctionalInterface
    public interface Target {

        /**
         * Reads bytes.
         *
         * @param input anything
         */
        void take(byte[] input);
    }

    private Fuzz() {}

    /**
     * Runs a target.
     *
     * @param seeds what is right, or nearly so; the more different ones the better
     * @param target to be tried
     * @throws AssertionError if it throws, or allocates out of proportion to its input; tells the input
     */
    public static void run(List<byte[]> seeds, Target target) {
        Random random = new Random(SEED);
        seeds.forEach(seed -> judge(target, seed));
        for (int i = 0; i < INPUTS; i++) {
            judge(target, input(seeds, random));
        }
    }

    /**
     * Gives a target one input.
     *
     * @param target to be tried
     * @param input anything
     * @throws AssertionError if it throws, or allocates out of proportion to its input; tells the input
     */
    public static void judge(Target target, byte[] input) {
        judge(target, input, MOST_FOR_BYTE);
    }

    /**
     * Gives a target one input for whose bytes it may take more memory than others.
     *
     * @param target to be tried
     * @param input anything
     * @param mostForByte bytes that may be allocated for each one of the input
     * @throws AssertionError if it throws, or allocates out of proportion to its input; tells the input
     */
    public static void judge(Target target, byte[] input, long mostForByte) {
        long most = mostForByte * input.length + MOST_BESIDES;
        long allocated = allocated(target, input);
        if (allocated > most) {
            // What loads classes takes memory, but only once.
            allocated = allocated(target, input);
        }
        if (allocated > most) {
            throw new AssertionError(allocated + " bytes are allocated for "
                    + HexFormat.of().formatHex(input) + "; expected at most " + most);
        }
    }

    private static long allocated(Target target, byte[] input) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            target.take(input.clone());
        } catch (RuntimeException | Error e) {
            throw new AssertionError(HexFormat.of().formatHex(input) + ": " + e, e);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /**
     * Makes seeds of texts.
     *
     * @param texts what a target reads that takes text
     * @return their bytes in UTF-8
     */
    public static List<byte[]> seeds(String... texts) {
        return Arrays.stream(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /**
     * Makes text of an input.
     *
     * @param input anything
     * @return what it is in UTF-8, with replacements for what is not
     */
    public static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }

    private static byte[] input(List<byte[]> seeds, Random random) {
        if (seeds.isEmpty() || random.nextInt(10) == 0) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            return bytes;
        }
        byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
        for (int changes = random.nextInt(4); changes >= 0 && bytes.length > 0; changes--) {
            bytes = changed(bytes, seeds, random);
        }
        return bytes;
    }

    private static byte[] changed(byte[] bytes, List<byte[]> seeds, Random random) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(7)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> bytes[at] = new byte[] {0, -1, 127, -128, 1}[random.nextInt(5)];
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 4 -> {
                return joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + 1, bytes.length));
            }
            case 5 -> {
                int end = at + random.nextInt(Math.min(16, bytes.length - at) + 1);
                return joined(Arrays.copyOf(bytes, end), Arrays.copyOfRange(bytes, at, bytes.length));
            }
            default -> {
                byte[] other = seeds.get(random.nextInt(seeds.size()));
                return joined(
                        Arrays.copyOf(bytes, at), Arrays.copyOfRange(other, Math.min(at, other.length), other.length));
            }
        }
        return bytes;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
