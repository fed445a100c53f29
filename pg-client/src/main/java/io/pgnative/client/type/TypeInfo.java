package io.pgnative.client.type;

import java.util.List;

/**
 * What the catalog of a database says of a type, as far as its values are concerned.
 *
 * @param oid its OID
 * @param schema where it lives
 * @param name its name as in {@code pg_type}
 * @param kind what it is made of
 * @param component the OID of the element, base, subtype or range type; 0 where the kind has none
 * @param delimiter what stands between the elements of an array's text form; a comma for all else
 * @param attributes of a composite type, without dropped ones, in order
 * @param labels of an enum, in order
 * @param isBinary whether it has functions for the binary format
 * @param isOfExtension whether an extension has made it
 */
public record TypeInfo(
        int oid,
        String schema,
        String name,
        Kind kind,
        int component,
        char delimiter,
        List<Attribute> attributes,
        List<String> labels,
        boolean isBinary,
        boolean isOfExtension) {

    /** What a type is made of. */
    public enum Kind {
        /** A type of its own. */
        BASE,
        /** Elements of one type. */
        ARRAY,
        /** Attributes, of a type of its own or of a table. */
        COMPOSITE,
        /** Another type, with constraints. */
        DOMAIN,
        /** One of some labels. */
        ENUM,
        /** Bounds of one type. */
        RANGE,
        /** Ranges of one type. */
        MULTIRANGE,
        /** No type of stored values. */
        PSEUDO
    }

    /**
     * An attribute of a composite type.
     *
     * @param name its name
     * @param typeOid its type
     */
    public record Attribute(String name, int typeOid) {}

    /** Copies the lists. */
    public TypeInfo {
        attributes = List.copyOf(attributes);
        labels = List.copyOf(labels);
    }

    /** One that is described by its name and component alone. */
    static TypeInfo builtin(int oid, String name, Kind kind, int component, char delimiter) {
        return new TypeInfo(oid, "pg_catalog", name, kind, component, delimiter, List.of(), List.of(), true, false);
    }

    /** Whether values of this type hold values of another one. */
    boolean dependsOn(int typeOid) {
        if (component == typeOid && kind != Kind.BASE) {
            return true;
        }
        for (Attribute attribute : attributes) {
            if (attribute.typeOid() == typeOid) {
                return true;
            }
        }
        return false;
    }

    /** For messages. */
    String qualifiedName() {
        return schema + "." + name;
    }
}
