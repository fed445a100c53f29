package io.pgnative.client.session;

import io.pgnative.client.PgType;
import io.pgnative.client.type.TypeInfo;
import io.pgnative.client.type.TypeMap;

/** What users are told of types. */
final class Types {

    private Types() {}

    /** Describes a type; one that is unknown to the server's catalog, too, has no schema. */
    static PgType of(TypeMap types, int oid) {
        TypeInfo info = types.info(oid);
        String name = types.get(oid).typeName();
        return info == null
                ? new PgType(oid, "", name, PgType.Kind.BASE)
                : new PgType(
                        oid,
                        info.schema(),
                        name,
                        PgType.Kind.valueOf(info.kind().name()));
    }
}
