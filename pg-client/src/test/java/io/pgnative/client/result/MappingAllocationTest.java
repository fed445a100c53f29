package io.pgnative.client.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pgnative.client.Column;
import io.pgnative.client.CommandResult;
import io.pgnative.client.type.Codec;
import io.pgnative.client.type.TypeRegistry;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What mapping costs in memory besides the objects that it is for. */
class MappingAllocationTest {

    /** 40 bytes each: a header of 12, then 8 + 8 + 8 + 4 + 1, rounded. */
    record Numbers(long id, double price, long stock, int sold, boolean listed) {}

    public static final class Bean {
        private long id;
        private double price;
        private long stock;
        private int sold;
        private boolean listed;

        public void setId(long id) {
            this.id = id;
        }

        public void setPrice(double price) {
            this.price = price;
        }

        public void setStock(long stock) {
            this.stock = stock;
        }

        public void setSold(int sold) {
            this.sold = sold;
        }

        public void setListed(boolean listed) {
            this.listed = listed;
        }

        @Override
        public String toString() {
            return id + " " + price + " " + stock + " " + sold + " " + listed;
        }
    }

    record Maybe(Optional<Long> id, Double price, Long stock, Integer sold, Boolean listed) {}

    private static final int OBJECT = 40;
    private static final int MOST_BESIDES = 76;
    private static final int ROWS = 1000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<Column> columns = new ArrayList<>();
    private final ResultRows rows = rows();

    private ResultRows rows() {
        List<Codec> codecs = new ArrayList<>();
        add("id", 20, codecs);
        add("price", 701, codecs);
        add("stock", 20, codecs);
        add("sold", 23, codecs);
        add("listed", 16, codecs);
        RowBuffer buffer = new RowBuffer();
        Object[] values = {1L << 40, 2.5, 1L << 50, 1 << 20, true};
        for (int i = 0; i < ROWS; i++) {
            ByteBuf body = Unpooled.buffer();
            body.writeShort(values.length);
            for (int column = 0; column < values.length; column++) {
                int at = body.writerIndex();
                body.writeInt(0);
                codecs.get(column).encode(values[column], body);
                body.setInt(at, body.writerIndex() - at - 4);
            }
            assertThat(buffer.add(values.length, body, 0, body.readableBytes())).isTrue();
        }
        return buffer.take(new RowShape(columns, codecs.toArray(new Codec[0])), new CommandResult("SELECT", ROWS));
    }

    private void add(String name, int oid, List<Codec> codecs) {
        Codec codec = TypeRegistry.byOid(oid);
        codecs.add(codec);
        columns.add(new Column(name, oid, codec.typeName(), -1, 0, 0));
    }

    private static long bytesPerRow(Supplier<List<?>> mapping) {
        for (int i = 0; i < 200; i++) {
            assertThat(mapping.get()).hasSize(ROWS);
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 50; i++) {
            if (mapping.get().isEmpty()) {
                throw new AssertionError();
            }
        }
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / (50L * ROWS);
    }

    @Test
    void makesRecordsOfPrimitivesWithoutBoxesAndArrays() {
        assertThat(rows.as(Numbers.class)).containsOnly(new Numbers(1L << 40, 2.5, 1L << 50, 1 << 20, true));
        assertThat(bytesPerRow(() -> rows.as(Numbers.class))).isLessThanOrEqualTo(OBJECT + MOST_BESIDES);
    }

    @Test
    void makesRecordsOfObjectsOfNothingButThem() {
        int boxes = 16 + 24 + 24 + 24 + 16;
        assertThat(bytesPerRow(() -> rows.as(Maybe.class))).isLessThanOrEqualTo(OBJECT + boxes + MOST_BESIDES);
    }

    @Test
    void makesBeansWithoutReflection() {
        int boxes = 24 + 24 + 24 + 16;
        int array = 16 + 5 * 4 + 4;
        assertThat(rows.as(Bean.class).get(0)).hasToString("1099511627776 2.5 1125899906842624 1048576 true");
        assertThat(bytesPerRow(() -> rows.as(Bean.class))).isLessThanOrEqualTo(OBJECT + boxes + array + MOST_BESIDES);
    }
}
