package io.pgnative.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pgnative.client.PgDataException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows that are iterated, as far as a message is to have them. */
class IterableRowsTest {

    private static final int INT4 = 23;
    private static final int HEADER = 19;
    private static final int ROW = 2 + 4 + 4;
    private static final int TRAILER = 2;

    private final ByteBuf out = Unpooled.buffer();

    private static IterableRows source(Iterable<?> rows) {
        return new IterableRows(new BinaryCopyWriter(BinaryCopyWriterTest.shape(INT4), RowArguments.BY_POSITION), rows);
    }

    private static List<Object[]> rows(int count) {
        return IntStream.range(0, count).mapToObj(i -> new Object[] {i}).toList();
    }

    @Test
    void readsAsManyRowsAsAreWantedAndSaysWhenThereAreNoMore() {
        IterableRows source = source(rows(25));

        assertThat(source.read(out, HEADER + 9 * ROW + 1)).isEqualTo(CopySource.State.MORE);
        assertThat(out.readableBytes()).isEqualTo(HEADER + 10 * ROW);
        assertThat(source.rows()).isEqualTo(10);

        assertThat(source.read(out.clear(), 10 * ROW)).isEqualTo(CopySource.State.MORE);
        assertThat(out.readableBytes()).isEqualTo(10 * ROW);

        assertThat(source.read(out.clear(), 10 * ROW)).isEqualTo(CopySource.State.ENDED);
        assertThat(out.readableBytes()).isEqualTo(5 * ROW + TRAILER);
        assertThat(source.rows()).isEqualTo(25);
    }

    @Test
    void countsWhatIsWantedFromWhereTheBufferEnds() {
        out.writeZero(5_000);

        assertThat(source(rows(25)).read(out, HEADER + ROW)).isEqualTo(CopySource.State.MORE);
        assertThat(out.readableBytes()).isEqualTo(5_000 + HEADER + ROW);
    }

    @Test
    void endsAtOnceWithoutRows() {
        assertThat(source(List.of()).read(out, 100)).isEqualTo(CopySource.State.ENDED);
        assertThat(out.readableBytes()).isEqualTo(HEADER + TRAILER);
    }

    @Test
    void tellsWhereIterationFailed() {
        IllegalStateException cause = new IllegalStateException("broken");
        Iterable<Object> failing = () -> new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Object next() {
                if (given == 3) {
                    throw cause;
                }
                return new Object[] {given++};
            }
        };

        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> source(failing).read(out, 1_000))
                .withMessage("iterating the rows of a COPY failed at row 3, counted from 0")
                .withCause(cause);
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> source(() -> {
                    throw cause;
                }))
                .withMessage("the rows of a COPY could not be iterated")
                .withCause(cause);
    }
}
