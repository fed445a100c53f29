package io.pgnative.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pgnative.client.Column;
import io.pgnative.client.PgDataException;
import io.pgnative.client.result.RowShape;
import io.pgnative.client.type.Codec;
import io.pgnative.client.type.TypeMap;
import io.pgnative.client.wire.MessageType;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows in, bytes of CopyData messages out. */
class BinaryCopyWriterTest {

    private static final int INT8 = 20;
    private static final int INT4 = 23;
    private static final int TEXT = 25;
    private static final int FLOAT8 = 701;
    private static final int ACLITEM = 1033;
    private static final String HEADER = "5047434f50590aff0d0a00" + "00000000" + "00000000";

    private final ByteBuf out = Unpooled.buffer();
    private final BinaryCopyWriter writer = writer(INT4, TEXT);

    private static BinaryCopyWriter writer(int... types) {
        return new BinaryCopyWriter(shape(types), RowArguments.BY_POSITION);
    }

    /** Columns a, b, c and so on. */
    static RowShape shape(int... types) {
        Codec[] codecs = Arrays.stream(types).mapToObj(TypeMap.BUILTIN::get).toArray(Codec[]::new);
        List<Column> columns = new ArrayList<>();
        for (Codec codec : codecs) {
            String name = String.valueOf((char) ('a' + columns.size()));
            columns.add(new Column(name, codec.oid(), codec.typeName(), -1, 0, 0));
        }
        return new RowShape(columns, codecs);
    }

    private static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    private String hex() {
        return ByteBufUtil.hexDump(out);
    }

    /** The bodies of the CopyData messages that were written. */
    private List<ByteBuf> bodies() {
        List<ByteBuf> bodies = new ArrayList<>();
        ByteBuf rest = out.duplicate();
        while (rest.isReadable()) {
            assertThat(rest.readByte()).isEqualTo(MessageType.COPY_DATA);
            bodies.add(rest.readSlice(rest.readInt() - 4));
        }
        return bodies;
    }

    private String refusal(@Nullable Object row) {
        List<String> messages = new ArrayList<>();
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> writer.row(out, row))
                .satisfies(e -> messages.add(e.getMessage()));
        return messages.get(0);
    }

    @Test
    void writesHeaderTuplesAndTrailerAsTheServerWantsThem() {
        assertThat(writer.row(out, row(1, "one"))).isFalse();
        assertThat(writer.row(out, row(null, ""))).isFalse();
        writer.flush(out);
        writer.row(out, row(-2, "é"));
        writer.end(out);

        assertThat(hex())
                .isEqualTo("64" + "00000032" + HEADER
                        + "0002" + "00000004" + "00000001" + "00000003" + "6f6e65"
                        + "0002" + "ffffffff" + "00000000"
                        + "64" + "00000016"
                        + "0002" + "00000004" + "fffffffe" + "00000002" + "c3a9"
                        + "ffff");
        assertThat(writer.rows()).isEqualTo(3);
    }

    @Test
    void writesHeaderAndTrailerWhenThereAreNoRows() {
        writer.end(out);

        assertThat(hex()).isEqualTo("64" + "00000019" + HEADER + "ffff");
    }

    @Test
    void writesTuplesWithoutFieldsForATableWithoutColumns() {
        BinaryCopyWriter empty = writer();
        empty.row(out, row());
        empty.row(out, List.of());
        empty.end(out);

        assertThat(hex()).isEqualTo("64" + "0000001d" + HEADER + "0000" + "0000" + "ffff");
    }

    record Line(int id, @Nullable String text) {}

    @Test
    void takesArraysListsAndRecordsByPosition() {
        writer.row(out, row(7, "x"));
        writer.row(out, Arrays.asList(7, "x"));
        writer.row(out, new Line(7, "x"));
        writer.flush(out);

        String tuple = "0002" + "00000004" + "00000007" + "00000001" + "78";
        assertThat(hex()).isEqualTo("64" + "00000044" + HEADER + tuple.repeat(3));
    }

    @Test
    void endsAMessageWhenItHas64KiBAndSaysSo() {
        String value = "x".repeat(10_000);
        List<Integer> ended = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            if (writer.row(out, row(i, value))) {
                ended.add(i);
            }
        }
        writer.end(out);

        assertThat(ended).containsExactly(6, 13);
        assertThat(bodies()).hasSize(3);
        assertThat(bodies().subList(0, 2)).allSatisfy(body -> assertThat(body.readableBytes())
                .isBetween(BinaryCopyWriter.MESSAGE - 4, BinaryCopyWriter.MESSAGE + 10_014));
    }

    @Test
    void putsARowLargerThanAMessageIntoOne() {
        assertThat(writer.row(out, row(1, "x".repeat(1_000_000)))).isTrue();

        assertThat(bodies()).singleElement().satisfies(body -> assertThat(body.readableBytes())
                .isEqualTo(19 + 2 + 8 + 4 + 1_000_000));
    }

    @Test
    void writesToABufferThatHoldsOtherMessagesAlready() {
        out.writeBytes(new byte[] {'S', 0, 0, 0, 4});
        writer.row(out, row(1, "one"));
        writer.end(out);

        assertThat(hex()).startsWith("5300000004" + "64" + "0000002a" + HEADER);
        assertThat(out.readableBytes()).isEqualTo(5 + 1 + 0x2a);
    }

    @Test
    void refusesAValueThatDoesNotFitNamingRowColumnAndType() {
        writer.row(out, row(1, "one"));
        int before = out.writerIndex();

        assertThat(refusal(row("two", "two")))
                .startsWith("row 1 of the COPY, counted from 0: column \"a\" of type int4 ")
                .doesNotContain("two");

        assertThat(out.writerIndex()).isEqualTo(before);
        assertThat(writer.rows()).isEqualTo(1);
    }

    @Test
    void takesRowsAgainAfterOneWasRefusedInItsLastColumn() {
        writer.row(out, row(1, "one"));
        refusal(row(2, new Object()));
        writer.row(out, row(2, "two"));
        writer.flush(out);

        assertThat(hex())
                .isEqualTo("64" + "00000039" + HEADER
                        + "0002" + "00000004" + "00000001" + "00000003" + "6f6e65"
                        + "0002" + "00000004" + "00000002" + "00000003" + "74776f");
    }

    @Test
    void refusesARowThatIsTooShortOrTooLong() {
        assertThat(refusal(row(1)))
                .isEqualTo("row 0 of the COPY, counted from 0: it has 1 value, but 2 columns are copied");
        assertThat(refusal(row(1, "one", "two")))
                .isEqualTo("row 0 of the COPY, counted from 0: it has 3 values, but 2 columns are copied");
        assertThat(refusal(row())).contains("it has 0 values");
    }

    @Test
    void refusesWhatIsNoRow() {
        assertThat(refusal("text"))
                .isEqualTo("row 0 of the COPY, counted from 0: expected an Object[], a List or a record, not"
                        + " java.lang.String");
        assertThat(refusal(null)).endsWith("not null");
    }

    @Test
    void namesTheRowWhenCodeOfTheCallerFails() {
        RuntimeException cause = new IllegalStateException("no more");
        BinaryCopyWriter failing = new BinaryCopyWriter(shape(INT4), row -> {
            throw cause;
        });

        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> failing.row(out, row(1)))
                .withMessage("row 0 of the COPY, counted from 0: no more")
                .withCause(cause);
    }

    @Test
    void refusesATypeWithoutBinaryFormAtOnce() {
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> writer(INT4, ACLITEM))
                .withMessageContaining("column \"b\" of type aclitem is exchanged as text");
    }

    @Test
    void allocatesNothingForValues() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        BinaryCopyWriter numbers = writer(INT8, INT4, FLOAT8, TEXT);
        Object[] row = {1L, 2, 3.0, "four"};
        ByteBuf room = Unpooled.buffer(4 * BinaryCopyWriter.MESSAGE);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 50; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                if (numbers.row(room, row)) {
                    room.clear();
                }
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(least).isLessThan(10_000);
    }
}
