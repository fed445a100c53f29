package io.pgnative.client.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Gives a target what may come in from outside: its seeds as they are, seeds with harm done to them, and random bytes;
 * the same in every build. More of them with {@code -Dpgnative.fuzz.inputs}, others with {@code -Dpgnative.fuzz.seed}.
 */
public final class Fuzz {

    private static final int INPUTS = Integer.getInteger("pgnative.fuzz.inputs", 10_000);
    private static final long SEED = Long.getLong("pgnative.fuzz.seed", 1);

    /** For each byte of input, and besides. */
    private static final int MOST_FOR_BYTE = 1000;

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
     * @param target to be tried
     * @param seeds what is right, or nearly so; the more different ones the better
     * @throws AssertionError if it throws, or allocates out of proportion to its input; tells the input
     */
    public static void run(List<byte[]> seeds, Target target) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Random random = new Random(SEED);
        // Classes are loaded at the first time, which takes memory, too.
        seeds.forEach(target::take);
        for (int i = 0; i < seeds.size() + INPUTS; i++) {
            byte[] input = i < seeds.size() ? seeds.get(i) : input(seeds, random);
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                target.take(input);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("input " + i + ", " + HexFormat.of().formatHex(input) + ": " + e, e);
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(allocated)
                    .as("allocated for %s", HexFormat.of().formatHex(input))
                    .isLessThan((long) MOST_FOR_BYTE * input.length + MOST_BESIDES);
        }
    }

    /**
     * The same for what reads text.
     *
     * @param target to be tried
     * @param seeds what is right, or nearly so
     */
    public static void runText(List<String> seeds, Consumer<String> target) {
        run(
                seeds.stream()
                        .map(seed -> seed.getBytes(StandardCharsets.UTF_8))
                        .toList(),
                input -> target.accept(new String(input, StandardCharsets.UTF_8)));
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
