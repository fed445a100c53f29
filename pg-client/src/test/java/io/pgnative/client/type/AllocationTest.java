package io.pgnative.client.type;

import static io.pgnative.client.type.Codecs.codec;
import static io.pgnative.client.type.Codecs.encode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What reading costs in memory. Measured over many reads, so that the compiler's own doings vanish. */
class AllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 50_000;

    /** Keeps results alive, so that reads are not optimised away. */
    private static long sink;

    private static long bytesPerRound(int rounds, Runnable read) {
        for (int i = 0; i < rounds; i++) {
            read.run();
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < rounds; i++) {
            read.run();
        }
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / rounds;
    }

    @Test
    void readsPrimitivesWithoutAllocation() {
        for (String type : new String[] {"int2", "int4", "int8", "oid", "float8", "float4", "numeric"}) {
            Codec codec = codec(type);
            byte[] value = encode(type, 12345);
            assertThat(bytesPerRound(ROUNDS, () -> sink += codec.getLong(value, 0, value.length)))
                    .as(type)
                    .isZero();
            assertThat(bytesPerRound(ROUNDS, () -> sink += codec.getInt(value, 0, value.length)))
                    .as(type)
                    .isZero();
            assertThat(bytesPerRound(ROUNDS, () -> sink += (long) codec.getDouble(value, 0, value.length)))
                    .as(type)
                    .isZero();
        }
        Codec numeric = codec("numeric");
        byte[] price = encode("numeric", new BigDecimal("1234567.89"));
        assertThat(bytesPerRound(ROUNDS, () -> sink += (long) numeric.getDouble(price, 0, price.length)))
                .isZero();
        Codec bool = codec("bool");
        byte[] yes = {1};
        assertThat(bytesPerRound(ROUNDS, () -> sink += bool.getBoolean(yes, 0, 1) ? 1 : 0))
                .isZero();
    }

    @Test
    void writesTheCommonTypesWithoutAllocation() {
        Object[] values = {
            7L,
            42,
            -1,
            "a text",
            1.5,
            true,
            OffsetDateTime.parse("2024-01-02T03:04:05.678+05:30"),
            Instant.parse("2024-01-02T03:04:05.678Z"),
            LocalDateTime.parse("2024-01-02T03:04:05.678"),
            LocalDate.of(2024, 1, 2),
            LocalTime.of(3, 4),
            new UUID(1, 2),
        };
        String[] types = {
            "int8",
            "int4",
            "int2",
            "text",
            "float8",
            "bool",
            "timestamptz",
            "timestamptz",
            "timestamp",
            "date",
            "time",
            "uuid",
        };
        ByteBuf out = Unpooled.buffer(1024);
        for (int i = 0; i < types.length; i++) {
            Codec codec = codec(types[i]);
            Object value = values[i];
            assertThat(bytesPerRound(ROUNDS, () -> {
                        codec.encode(value, out.clear());
                        sink += out.readableBytes();
                    }))
                    .as(types[i])
                    .isZero();
        }
    }

    @Test
    void findsCodecsWithoutAllocation() {
        assertThat(bytesPerRound(ROUNDS, () -> sink += TypeRegistry.byOid(1700).oid()))
                .isZero();
    }

    @Test
    void readsPrimitiveArraysIntoNothingButTheArray() {
        Codec codec = codec("int4[]");
        int[] numbers = new int[1000];
        Arrays.setAll(numbers, i -> i * 7919);
        byte[] value = encode("int4[]", numbers);
        assertThat(codec.decode(value, 0, value.length, int[].class)).isEqualTo(numbers);
        long bytes = bytesPerRound(5000, () -> {
            int[] read = codec.decode(value, 0, value.length, int[].class);
            sink += read == null ? 0 : read.length;
        });
        assertThat(bytes).isBetween(4000L, 4064L);
    }

    @Test
    @DisplayName("S23: what is allocated is bounded by what was received, not by what it claims")
    void allocatesNothingForClaims() {
        for (String hex : new String[] {
            "0000000100000000000000177fffffff00000001", "000000010000000000000017000fffff00000001ffffffff",
        }) {
            Codec codec = codec("int4[]");
            byte[] value = HexFormat.of().parseHex(hex);
            assertThat(bytesPerRound(2000, () -> sink += failed(codec, value))).isLessThan(2000);
        }
        Codec numeric = codec("numeric");
        byte[] claims = HexFormat.of().parseHex("ffff0000000000000001");
        assertThat(bytesPerRound(2000, () -> sink += failed(numeric, claims))).isLessThan(2000);
    }

    @Test
    @DisplayName("S23: an array of numbers that are short to send and long to hold is refused")
    void refusesArraysThatExpandBeyondMeasure() {
        for (String number : new String[] {"1E131071", "0E-16383", "1E-16383"}) {
            BigDecimal[] numbers = new BigDecimal[10_000];
            Arrays.fill(numbers, new BigDecimal(number));
            byte[] value = encode("numeric[]", numbers);
            Codec codec = codec("numeric[]");
            for (Class<?> as : new Class<?>[] {BigDecimal[].class, String[].class, double[].class}) {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                assertThatExceptionOfType(DecodeException.class)
                        .isThrownBy(() -> codec.decode(value, 0, value.length, as))
                        .withMessageContaining("use unnest");
                assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(value.length);
            }
        }
    }

    @Test
    void readsArraysOfNumbersOfAllOrdinaryLengths() {
        for (String number : new String[] {"1E1000", "1E-300", "0.00", "123456789012345678901234567890.123456789"}) {
            BigDecimal[] numbers = new BigDecimal[20_000];
            Arrays.fill(numbers, new BigDecimal(number));
            byte[] value = encode("numeric[]", numbers);
            BigDecimal[] read = codec("numeric[]").decode(value, 0, value.length, BigDecimal[].class);
            assertThat(read).hasSize(20_000);
            assertThat(Objects.requireNonNull(read)[19_999]).isEqualByComparingTo(number);
        }
        BigDecimal longest = new BigDecimal("1E131071");
        assertThat(codec("numeric[]").getString(encode("numeric[]", List.of(longest)), 0, 34))
                .hasSize(131072 + 2);
    }

    private static int failed(Codec codec, byte[] value) {
        try {
            codec.decode(value, 0, value.length);
            throw new AssertionError("was read");
        } catch (DecodeException expected) {
            return expected.getMessage() == null ? 0 : 1;
        }
    }
}
