package io.pgnative.spring.boot.web;

import io.pgnative.client.Column;
import io.pgnative.client.Composite;
import io.pgnative.client.JsonNull;
import io.pgnative.client.Numeric;
import io.pgnative.client.PgClient;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Writes {@link Row} and {@link Rows} as JSON with Jackson 3: a row as an object with its columns by name, of which the
 * last one counts where several have one name; rows as an array.
 *
 * <p>Columns of the types {@code json} and {@code jsonb} are written as they are, in one line. Numbers, text, booleans,
 * dates and times are written as the mapper writes them, bytes in Base64, composites as objects, arrays as arrays;
 * {@code infinity} and {@code NaN} as these words, and values that JSON has no counterpart of, such as ranges,
 * intervals and addresses, as the text of their classes.
 */
public final class PgRowModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    /** Makes one, to be added to a mapper. */
    public PgRowModule() {
        super("pgnative-rows");
        addSerializer(Row.class, new RowSerializer());
        addSerializer(Rows.class, new RowsSerializer());
    }

    private static final class RowSerializer extends ValueSerializer<Row> {

        @Override
        public void serialize(Row row, JsonGenerator json, SerializationContext context) {
            write(row, json);
        }
    }

    private static final class RowsSerializer extends ValueSerializer<Rows> {

        @Override
        public void serialize(Rows rows, JsonGenerator json, SerializationContext context) {
            json.writeStartArray();
            for (Row row : rows) {
                write(row, json);
            }
            json.writeEndArray();
        }
    }

    private static void write(Row row, JsonGenerator json) {
        List<Column> columns = row.columns();
        json.writeStartObject();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (row.indexOf(column.name()) == i) {
                json.writeName(column.name());
                write(row, i, column.typeName(), json);
            }
        }
        json.writeEndObject();
    }

    private static void write(Row row, int index, String typeName, JsonGenerator json) {
        if (row.isNull(index)) {
            json.writeNull();
            return;
        }
        switch (typeName) {
            case "json" -> json.writeRawValue(inOneLine(Objects.requireNonNull(row.getString(index))));
            case "jsonb" -> json.writeRawValue(row.getString(index));
            // As a BigDecimal it could not be NaN.
            case "numeric" -> write(row.get(index, Numeric.class), json);
            default -> write(row.get(index), json);
        }
    }

    /**
     * A document as {@code json} keeps it may go over several lines, which would end a line of NDJSON and an event.
     * Line breaks are between its tokens only: inside of a string the server takes none. Returns the same text if it
     * has none.
     */
    private static String inOneLine(String document) {
        return document.replace('\n', ' ').replace('\r', ' ');
    }

    private static void write(@Nullable Object value, JsonGenerator json) {
        if (value == null || value instanceof JsonNull) {
            json.writeNull();
        } else if (value instanceof Object[] array) {
            json.writeStartArray();
            for (Object element : array) {
                write(element, json);
            }
            json.writeEndArray();
        } else if (value instanceof Composite composite) {
            json.writeStartObject();
            for (int i = 0; i < composite.size(); i++) {
                json.writeName(composite.names().get(i));
                write(composite.get(i), json);
            }
            json.writeEndObject();
        } else if (value instanceof Buffer bytes) {
            json.writeBinary(bytes.getBytes());
        } else if (value instanceof Numeric numeric && numeric.isFinite()) {
            json.writeNumber(numeric.bigDecimalValue());
        } else if (value instanceof JsonObject || value instanceof JsonArray) {
            json.writeRawValue(value.toString());
        } else if (value.getClass().getPackage() == PgClient.class.getPackage()) {
            json.writeString(value.toString());
        } else {
            String infinity = infinity(value);
            if (infinity != null) {
                json.writeString(infinity);
            } else {
                json.writePOJO(value);
            }
        }
    }

    private static @Nullable String infinity(Object value) {
        if (value.equals(LocalDate.MAX) || value.equals(LocalDateTime.MAX) || value.equals(OffsetDateTime.MAX)) {
            return "infinity";
        }
        if (value.equals(LocalDate.MIN) || value.equals(LocalDateTime.MIN) || value.equals(OffsetDateTime.MIN)) {
            return "-infinity";
        }
        return null;
    }
}
