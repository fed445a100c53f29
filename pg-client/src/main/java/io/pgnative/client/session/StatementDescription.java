package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pgnative.client.Column;
import io.pgnative.client.result.RowShape;
import io.pgnative.client.type.Codec;
import io.pgnative.client.type.TypeMap;
import io.pgnative.client.wire.backend.FieldDescription;
import io.pgnative.client.wire.backend.ParameterDescription;
import io.pgnative.client.wire.backend.RowDescription;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the server tells of a statement: its parameters and its columns (protocol, messages ParameterDescription,
 * RowDescription and NoData), with the codecs and format codes that follow from that. Immutable; shared by the sessions
 * of a client.
 */
final class StatementDescription {

    private final TypeMap types;
    private final byte[] parameterMessage;
    private final byte @Nullable [] columnMessage;
    private final List<Integer> parameterOids;
    private final Codec[] parameters;
    private final RowShape shape;
    private final Codec[] columns;
    private final byte[] parameterFormats;
    private final byte[] resultFormats;

    /**
     * Reads one.
     *
     * @param parameterMessage the body of ParameterDescription
     * @param columnMessage the body of RowDescription; null for NoData
     * @param types the codecs
     */
    StatementDescription(byte[] parameterMessage, byte @Nullable [] columnMessage, TypeMap types) {
        this.types = types;
        this.parameterMessage = parameterMessage;
        this.columnMessage = columnMessage;
        this.parameterOids = ParameterDescription.read(Unpooled.wrappedBuffer(parameterMessage))
                .typeOids();
        this.parameters = parameterOids.stream().map(types::get).toArray(Codec[]::new);
        List<FieldDescription> fields = columnMessage == null
                ? List.of()
                : RowDescription.read(Unpooled.wrappedBuffer(columnMessage)).fields();
        this.columns = fields.stream().map(field -> types.get(field.typeOid())).toArray(Codec[]::new);
        this.shape = columnMessage == null ? RowShape.NONE : new RowShape(columns(fields, columns), columns);
        this.parameterFormats = formats(parameters);
        this.resultFormats = formats(columns);
    }

    private static List<Column> columns(List<FieldDescription> fields, Codec[] codecs) {
        List<Column> columns = new ArrayList<>(fields.size());
        for (int i = 0; i < codecs.length; i++) {
            FieldDescription field = fields.get(i);
            columns.add(new Column(
                    field.name(),
                    field.typeOid(),
                    codecs[i].typeName(),
                    field.typeModifier(),
                    field.tableOid(),
                    field.attributeNumber()));
        }
        return columns;
    }

    /** Format codes as Bind wants them: none for nothing, one for all when they are alike, else one each. */
    private static byte[] formats(Codec[] codecs) {
        int binary = 0;
        for (Codec codec : codecs) {
            binary += codec.isBinary() ? 1 : 0;
        }
        ByteBuf formats = Unpooled.buffer();
        if (binary == 0) {
            formats.writeShort(0);
        } else if (binary == codecs.length) {
            formats.writeShort(1).writeShort(1);
        } else {
            formats.writeShort(codecs.length);
            for (Codec codec : codecs) {
                formats.writeShort(codec.isBinary() ? 1 : 0);
            }
        }
        byte[] bytes = new byte[formats.readableBytes()];
        formats.readBytes(bytes);
        return bytes;
    }

    /** The body of ParameterDescription that this was read from; not to be changed. */
    byte[] parameterMessage() {
        return parameterMessage;
    }

    /** The body of RowDescription that this was read from, not to be changed; null for NoData. */
    byte @Nullable [] columnMessage() {
        return columnMessage;
    }

    List<Integer> parameterOids() {
        return parameterOids;
    }

    int parameterCount() {
        return parameters.length;
    }

    Codec parameter(int index) {
        return parameters[index];
    }

    RowShape shape() {
        return shape;
    }

    /** The parameter formats of a Bind message, their count included; not to be changed. */
    byte[] parameterFormats() {
        return parameterFormats;
    }

    /** The result formats of a Bind message, their count included; not to be changed. */
    byte[] resultFormats() {
        return resultFormats;
    }

    /** The codecs that this was made with. */
    TypeMap types() {
        return types;
    }

    /** The same with the codecs as they are now. */
    StatementDescription with(TypeMap current) {
        return current == types ? this : new StatementDescription(parameterMessage, columnMessage, current);
    }

    /** Whether it would be made with the same codecs again. */
    boolean isCurrent(TypeMap current) {
        return current == types
                || (current.epoch() == types.epoch() && current.holds(parameters) && current.holds(columns));
    }

    /** The types of parameters and columns. */
    Set<Integer> typeOids() {
        Set<Integer> oids = new LinkedHashSet<>(parameterOids);
        for (Codec column : columns) {
            oids.add(column.oid());
        }
        return oids;
    }

    /** Whether the first parameters have the types of another description. */
    boolean startsWithParametersOf(StatementDescription other) {
        int count = other.parameters.length;
        return count <= parameters.length && parameterOids.subList(0, count).equals(other.parameterOids);
    }

    /** Whether the types of all parameters and columns are the same, whatever the names and tables of the columns. */
    boolean hasTypesOf(StatementDescription other) {
        if (!parameterOids.equals(other.parameterOids) || columns.length != other.columns.length) {
            return false;
        }
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].oid() != other.columns[i].oid()) {
                return false;
            }
        }
        return true;
    }

    /** Whether rows with these columns can be read when they came in another description's result formats. */
    boolean isReadableInFormatsOf(StatementDescription asked) {
        boolean all = asked.resultFormats.length == 4;
        for (int i = 0; i < columns.length; i++) {
            // With one format for all columns, or none for text, the server does not care about their number.
            boolean binary = all || (asked.resultFormats.length > 4 && asked.columns[i].isBinary());
            if (columns[i].isBinary() != binary) {
                return false;
            }
        }
        return true;
    }

    /** About how much memory this takes, in the unit of a character. */
    int weight() {
        return (parameters.length + columns.length) * 64 + (columnMessage == null ? 0 : columnMessage.length);
    }

    @Override
    public String toString() {
        return "parameters="
                + Arrays.toString(Arrays.stream(parameters).map(Codec::typeName).toArray());
    }
}
