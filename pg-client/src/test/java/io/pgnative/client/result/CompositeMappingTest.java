package io.pgnative.client.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pgnative.client.Column;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgJson;
import io.pgnative.client.type.ArrayCodec;
import io.pgnative.client.type.ClientTypes;
import io.pgnative.client.type.Codec;
import io.pgnative.client.type.CompositeCodec;
import io.pgnative.client.type.TypeRegistry;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records within records: composites, and arrays of them, as components. */
class CompositeMappingTest {

    record Note(String text) {}

    record Address(String street, int houseNumber, Optional<String> zip, Set<Integer> floors, List<Note> notes) {}

    record Book(long id, Address printedAt, List<Address> soldAt, Optional<Address> stored) {}

    record Holder(Address address) {}

    record Bare(String street, int houseNumber) {}

    /** Makes a list of notes of everything, to show that it is told the type with its parameters. */
    private static final PgJson JSON = new PgJson() {
        @Override
        public String encode(Object value) {
            return "[]";
        }

        @Override
        public Object decode(String json, Type type) {
            return List.of(new Note(type.getTypeName().replaceAll("[\\w.]*[.$]", "")));
        }
    };

    private final CompositeCodec address = new CompositeCodec(
            50_001,
            "address",
            List.of(
                    new CompositeCodec.Field("street", TypeRegistry.byOid(25)),
                    new CompositeCodec.Field("house_number", TypeRegistry.byOid(23)),
                    new CompositeCodec.Field("zip", TypeRegistry.byOid(25)),
                    new CompositeCodec.Field("floors", TypeRegistry.byOid(1007)),
                    new CompositeCodec.Field(
                            "notes", ClientTypes.of(JSON, Map.of()).current().get(3802))));

    private final Codec addresses = new ArrayCodec(50_002, "address[]", address, ',');

    private static final Map<String, @Nullable Object> HOME =
            Map.of("street", "Main", "house_number", 5, "floors", List.of(2, 1, 2), "notes", "[]");
    private static final Address READ =
            new Address("Main", 5, Optional.empty(), Set.of(1, 2), List.of(new Note("List<Note>")));

    private static ResultRows row(List<Column> columns, Codec[] codecs, @Nullable Object... values) {
        ByteBuf body = Unpooled.buffer();
        body.writeShort(values.length);
        for (int i = 0; i < values.length; i++) {
            int at = body.writerIndex();
            body.writeInt(-1);
            Object value = values[i];
            if (value != null) {
                codecs[i].encode(value, body);
                body.setInt(at, body.writerIndex() - at - 4);
            }
        }
        RowBuffer buffer = new RowBuffer();
        assertThat(buffer.add(values.length, body, 0, body.readableBytes())).isTrue();
        return buffer.take(new RowShape(columns, codecs), new CommandResult("SELECT", 1));
    }

    private static Column column(String name, Codec codec) {
        return new Column(name, codec.oid(), codec.typeName(), -1, 0, 0);
    }

    @Test
    void readsCompositesAndArraysOfThemAsRecords() {
        Codec id = TypeRegistry.byOid(20);
        ResultRows rows = row(
                List.of(
                        column("id", id),
                        column("printed_at", address),
                        column("sold_at", addresses),
                        column("stored", address)),
                new Codec[] {id, address, addresses, address},
                7L,
                HOME,
                Arrays.asList(HOME, null),
                null);
        assertThat(rows.as(Book.class)).containsExactly(new Book(7, READ, Arrays.asList(READ, null), Optional.empty()));
    }

    @Test
    void takesTheOnlyColumnForTheWholeRecordUnlessItIsMeantForItsOnlyComponent() {
        ResultRows rows = row(List.of(column("address", address)), new Codec[] {address}, HOME);
        assertThat(rows.as(Address.class)).containsExactly(READ);
        assertThat(rows.as(Holder.class)).containsExactly(new Holder(READ));
    }

    @Test
    void namesTheColumnAndTheFieldThatDoNotFit() {
        ResultRows rows = row(List.of(column("address", address)), new Codec[] {address}, Map.of("street", "x"));
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> rows.as(Address.class))
                .withMessage(
                        "column \"address\" of type address: field \"house_number\" is NULL; use a component of type"
                                + " Integer");
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> rows.as(Bare.class))
                .withMessage("column \"address\" of type address: record " + Bare.class.getName()
                        + ": no component for the field \"zip\"");
    }
}
