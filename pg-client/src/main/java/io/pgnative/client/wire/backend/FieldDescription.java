package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.Wire;

/**
 * A column of RowDescription.
 *
 * @param name as the query gives it; not unique
 * @param tableOid the table that the column is taken from, or 0
 * @param attributeNumber its number there, or 0; negative for system columns
 * @param typeOid its type
 * @param typeSize in bytes; negative if it varies
 * @param typeModifier what the type makes of it; -1 for none
 * @param format 0 for text, 1 for binary
 */
public record FieldDescription(
        String name, int tableOid, int attributeNumber, int typeOid, int typeSize, int typeModifier, int format) {

    /** The smallest field on the wire: an empty name, its terminator and 18 bytes. */
    static final int LEAST_LENGTH = 19;

    /**
     * A column that is no column of a table.
     *
     * @param name its name
     * @param typeOid its type
     * @param typeSize in bytes; negative if it varies
     * @param format 0 for text, 1 for binary
     * @return the field
     */
    public static FieldDescription of(String name, int typeOid, int typeSize, int format) {
        return new FieldDescription(name, 0, 0, typeOid, typeSize, -1, format);
    }

    static FieldDescription read(ByteBuf body) {
        String name = Wire.readString(body, "RowDescription field name");
        int tableOid = Wire.readInt(body, "RowDescription field");
        int attributeNumber = Wire.readShort(body, "RowDescription field");
        int typeOid = Wire.readInt(body, "RowDescription field");
        int typeSize = Wire.readShort(body, "RowDescription field");
        int typeModifier = Wire.readInt(body, "RowDescription field");
        int format = Wire.readFormat(body, "RowDescription field format");
        return new FieldDescription(name, tableOid, attributeNumber, typeOid, typeSize, typeModifier, format);
    }

    void write(ByteBuf out) {
        Wire.writeString(out, name, "field name");
        out.writeInt(tableOid);
        Wire.writeShort(out, attributeNumber, "attributeNumber");
        out.writeInt(typeOid);
        Wire.writeShort(out, typeSize, "typeSize");
        out.writeInt(typeModifier);
        Wire.writeFormat(out, format, "format");
    }
}
