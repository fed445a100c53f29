package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Types of the system catalogs that are readable as text alone: what the server has no binary format of, or one that
 * only it understands. All but {@code aclitem} it never takes from outside.
 */
final class SystemTypes {

    private SystemTypes() {}

    static List<ScalarCodec> codecs() {
        return List.of(
                new TextCodec(1033, 1034, "aclitem", false),
                new ReadOnly(3642, 3644, "gtsvector"),
                new ReadOnly(194, ScalarCodec.NO_ARRAY, "pg_node_tree"),
                new ReadOnly(3361, ScalarCodec.NO_ARRAY, "pg_ndistinct"),
                new ReadOnly(3402, ScalarCodec.NO_ARRAY, "pg_dependencies"),
                new ReadOnly(5017, ScalarCodec.NO_ARRAY, "pg_mcv_list"),
                new ReadOnly(4600, ScalarCodec.NO_ARRAY, "pg_brin_bloom_summary"),
                new ReadOnly(4601, ScalarCodec.NO_ARRAY, "pg_brin_minmax_multi_summary"));
    }

    private static final class ReadOnly extends TextCodec {

        ReadOnly(int oid, int arrayOid, String typeName) {
            super(oid, arrayOid, typeName, false);
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            throw new EncodeException(typeName() + " is made by the server alone, which takes no values of it");
        }

        @Override
        void encodeText(String text, ByteBuf out) {
            super.encode(text, out);
        }
    }
}
