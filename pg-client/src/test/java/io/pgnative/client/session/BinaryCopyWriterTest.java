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
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows in, bytes for CopyData messages out. */
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

    private String refusal(@Nullable Object row) {
        List<String> messages = new ArrayList<>();
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> writer.row(out, row))
                .satisfies(e -> messages.add(e.getMessage()));
        return messages.get(0);
    }

    @Test
    void writesHeaderTuplesAndTrailerAsTheServerWantsThem() {
        writer.row(out, row(1, "one"));
        writer.row(out, row(null, ""));
        writer.row(out, row(-2, "é"));
        writer.end(out);

        assertThat(hex())
                .isEqualTo(HEADER
                        + "0002" + "00000004" + "00000001" + "00000003" + "6f6e65"
                        + "0002" + "ffffffff" + "00000000"
                        + "0002" + "00000004" + "fffffffe" + "00000002" + "c3a9"
                        + "ffff");
        assertThat(writer.rows()).isEqualTo(3);
    }

    @Test
    void writesHeaderAndTrailerWhenThereAreNoRows() {
        writer.end(out);

        assertThat(hex()).isEqualTo(HEADER + "ffff");
    }

    @Test
    void writesTuplesWithoutFieldsForATableWithoutColumns() {
        BinaryCopyWriter empty = writer();
        empty.row(out, row());
        empty.row(out, List.of());
        empty.end(out);

        assertThat(hex()).isEqualTo(HEADER + "0000" + "0000" + "ffff");
    }

    record Line(int id, @Nullable String text) {}

    @Test
    void takesArraysListsAndRecordsByPosition() {
        writer.row(out, row(7, "x"));
        writer.row(out, Arrays.asList(7, "x"));
        writer.row(out, new Line(7, "x"));

        String tuple = "0002" + "00000004" + "00000007" + "00000001" + "78";
        assertThat(hex()).isEqualTo(HEADER + tuple.repeat(3));
    }

    @Test
    void goesOnInAnotherBuffer() {
        writer.row(out, row(7, "x"));
        ByteBuf other = Unpooled.buffer();
        writer.row(other, row(8, "y"));
        writer.end(other);

        assertThat(hex()).isEqualTo(HEADER + "0002" + "00000004" + "00000007" + "00000001" + "78");
        assertThat(ByteBufUtil.hexDump(other)).isEqualTo("0002" + "00000004" + "00000008" + "00000001" + "79" + "ffff");
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

        assertThat(hex())
                .isEqualTo(HEADER
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
        ByteBuf room = Unpooled.buffer(1024);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 50; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                numbers.row(room.clear(), row);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(least).isLessThan(10_000);
    }
}
