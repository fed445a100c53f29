package io.pgnative.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pgnative.client.PgDataException;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.client.result.RowBuffer;
import io.pgnative.client.result.RowShape;
import io.pgnative.client.wire.ProtocolViolation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of CopyData messages in, rows out. */
class BinaryCopyReaderTest {

    private static final int INT4 = 23;
    private static final int TEXT = 25;
    private static final int ACLITEM = 1033;
    private static final int LARGEST_TUPLE = 1 << 20;
    private static final String SIGNATURE = "5047434f50590aff0d0a00";
    private static final String HEADER = SIGNATURE + "00000000" + "00000000";
    private static final String ONE = "0002" + "00000004" + "00000001" + "00000003" + "6f6e65";
    private static final String NULLS = "0002" + "ffffffff" + "ffffffff";
    private static final String TRAILER = "ffff";

    private final BinaryCopyReader reader = reader(BinaryCopyWriterTest.shape(INT4, TEXT));

    private static BinaryCopyReader reader(RowShape shape) {
        return new BinaryCopyReader(shape, new RowBuffer(), LARGEST_TUPLE, 1024);
    }

    private static void take(BinaryCopyReader reader, String hex) {
        ByteBuf data = Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
        reader.take(data, 0, data.readableBytes());
    }

    private void take(String... bodies) {
        Arrays.stream(bodies).forEach(body -> take(reader, body));
    }

    private static List<@Nullable Object> values(Rows rows) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Row row : rows) {
            values.add(row.get(0, Integer.class));
            values.add(row.getString(1));
        }
        return values;
    }

    private static void assertViolation(Runnable reading, String message) {
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(reading::run)
                .withMessage(message);
    }

    @Test
    void readsHeaderTuplesAndTrailer() {
        take(HEADER + ONE, NULLS, TRAILER);
        reader.end();

        assertThat(values(reader.takeRows())).containsExactly(1, "one", null, null);
        assertThat(reader.tuples()).isEqualTo(2);
    }

    @Test
    void readsACopyWithoutRows() {
        take(HEADER + TRAILER);
        reader.end();

        assertThat(reader.takeRows()).isEmpty();
    }

    @Test
    void readsTuplesWithoutFields() {
        BinaryCopyReader empty = reader(BinaryCopyWriterTest.shape());
        take(empty, HEADER + "0000");
        take(empty, "0000" + "00");
        take(empty, "00" + TRAILER);
        empty.end();

        assertThat(empty.takeRows()).hasSize(3);
    }

    @Test
    void passesOverWhatIsNotCriticalInTheHeader() {
        take(SIGNATURE + "0000ffff" + "00000003" + "01", "02", "03" + ONE, TRAILER);
        reader.end();

        assertThat(values(reader.takeRows())).containsExactly(1, "one");
    }

    record Line(int a, String b) {}

    @Test
    void mapsRowsLikeThoseOfQueries() {
        take(HEADER + ONE + ONE);

        assertThat(reader.takeRows().as(Line.class)).containsExactly(new Line(1, "one"), new Line(1, "one"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 40, 900, 20_000, 300_000})
    void readsTheSameHoweverTheMessagesAreCut(int largestCut) {
        Random random = new Random(largestCut);
        List<@Nullable Object> expected = new ArrayList<>();
        ByteBuf sent = Unpooled.buffer();
        BinaryCopyWriter writer =
                new BinaryCopyWriter(BinaryCopyWriterTest.shape(INT4, TEXT), RowArguments.BY_POSITION);
        for (int i = 0; i < 200; i++) {
            Integer number = random.nextInt(5) == 0 ? null : Integer.valueOf(random.nextInt());
            String text =
                    switch (random.nextInt(8)) {
                        case 0 -> null;
                        case 1 -> "";
                        case 2 -> "x".repeat(random.nextInt(40_000));
                        default -> "y".repeat(random.nextInt(100));
                    };
            expected.add(number);
            expected.add(text);
            writer.row(sent, Arrays.asList(number, text));
        }
        writer.end(sent);
        ByteBuf data = Unpooled.buffer();
        while (sent.isReadable()) {
            sent.readByte();
            data.writeBytes(sent, sent.readInt() - 4);
        }

        List<@Nullable Object> read = new ArrayList<>();
        int position = 0;
        while (position < data.writerIndex()) {
            int cut = Math.min(random.nextInt(largestCut) + 1, data.writerIndex() - position);
            reader.take(data, position, cut);
            position += cut;
            if (random.nextInt(10) == 0) {
                read.addAll(values(reader.takeRows()));
            }
        }
        reader.end();
        read.addAll(values(reader.takeRows()));

        assertThat(read).isEqualTo(expected);
        assertThat(reader.tuples()).isEqualTo(200);
    }

    @Test
    void isFullFromTheBytesOfABatchOnUntilTheyAreTaken() {
        String large = "0002" + "ffffffff" + "000003f0" + "78".repeat(0x3f0);
        take(HEADER + ONE);
        assertThat(reader.isFull()).isFalse();
        take(large);
        assertThat(reader.isFull()).isTrue();
        take(ONE);
        assertThat(reader.takeRows()).hasSize(3);
        assertThat(reader.isFull()).isFalse();
        assertThat(reader.size()).isZero();
    }

    @Test
    void refusesAnotherSignatureFromItsFirstWrongByteOn() {
        assertViolation(() -> take("50474350"), "a binary COPY does not begin with its signature");
        // What a server sends in the text format.
        BinaryCopyReader other = reader(BinaryCopyWriterTest.shape(INT4));
        assertViolation(() -> take(other, "310a"), "a binary COPY does not begin with its signature");
        // A line end that was translated on its way.
        BinaryCopyReader translated = reader(BinaryCopyWriterTest.shape(INT4));
        take(translated, "5047434f5059");
        assertViolation(() -> take(translated, "0d0a"), "a binary COPY does not begin with its signature");
    }

    @Test
    void refusesCriticalFlagsAndANegativeExtension() {
        assertViolation(
                () -> take(SIGNATURE + "00010000" + "00000000"),
                "a binary COPY has the flags 0x10000; none of these is known");
        BinaryCopyReader other = reader(BinaryCopyWriterTest.shape(INT4));
        assertViolation(
                () -> take(other, SIGNATURE + "00000000" + "ffffffff"),
                "the header of a binary COPY has an extension of -1 bytes");
    }

    @Test
    void refusesAnotherNumberOfFields() {
        take(HEADER + ONE);
        assertViolation(
                () -> take("0003"), "tuple 1 of a binary COPY, counted from 0, has 3 fields; there are 2 columns");
        BinaryCopyReader other = reader(BinaryCopyWriterTest.shape(INT4));
        assertViolation(
                () -> take(other, HEADER + "fffe"),
                "tuple 0 of a binary COPY, counted from 0, has -2 fields; there are 1 columns");
    }

    @Test
    void refusesANegativeLength() {
        assertViolation(
                () -> take(HEADER + "0002" + "00000004" + "00000001" + "fffffffe"),
                "tuple 0 of a binary COPY, counted from 0, has a field of length -2");
    }

    @Test
    void refusesATupleThatIsSaidToBeTooLargeBeforeItComes() {
        assertViolation(
                () -> take(HEADER + "0002" + "7fffffff"),
                "tuple 0 of a binary COPY, counted from 0, has more than the 1048576 bytes that are taken"
                        + " (max-message-size)");
        BinaryCopyReader other = reader(BinaryCopyWriterTest.shape(INT4, TEXT));
        take(other, HEADER + "0002" + "000ffff0");
        assertThat(other.size()).isZero();
    }

    @Test
    void refusesWhatFollowsTheTrailer() {
        take(HEADER + TRAILER);
        assertViolation(() -> take(ONE), "17 bytes follow the trailer of a binary COPY");
    }

    @Test
    void refusesAnEndBeforeTheTrailer() {
        assertViolation(reader::end, "a binary COPY ended in its header");
        take(HEADER + ONE);
        assertViolation(reader::end, "a binary COPY ended without its trailer");
        take("0002");
        assertViolation(reader::end, "a binary COPY ended within a tuple");
    }

    @Test
    void readsDamagedDataAsRowsOrRefusesIt() {
        byte[] good = HexFormat.of().parseHex(HEADER + (ONE + NULLS).repeat(5) + TRAILER);
        int refused = 0;
        for (int at = 0; at < good.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = good.clone();
                damaged[at] ^= (byte) (1 << bit);
                BinaryCopyReader other = reader(BinaryCopyWriterTest.shape(INT4, TEXT));
                try {
                    other.take(Unpooled.wrappedBuffer(damaged), 0, damaged.length);
                    other.end();
                    // Damage within values, or in the flags that are passed over.
                    other.takeRows().forEach(row -> assertThat(row.size()).isEqualTo(2));
                } catch (ProtocolViolation e) {
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(good.length * 4);
    }

    @Test
    void refusesATypeWithoutBinaryFormAtOnce() {
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> reader(BinaryCopyWriterTest.shape(ACLITEM)))
                .withMessageContaining("column \"a\" of type aclitem is exchanged as text");
    }
}
