package io.pgnative.client.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeRegistryTest {

    @ParameterizedTest
    @CsvSource({
        "16, bool, 1000",
        "17, bytea, 1001",
        "18, char, 1002",
        "19, name, 1003",
        "20, int8, 1016",
        "21, int2, 1005",
        "23, int4, 1007",
        "25, text, 1009",
        "26, oid, 1028",
        "114, json, 199",
        "700, float4, 1021",
        "701, float8, 1022",
        "705, unknown, 0",
        "1042, bpchar, 1014",
        "1043, varchar, 1015",
        "1082, date, 1182",
        "1083, time, 1183",
        "1114, timestamp, 1115",
        "1184, timestamptz, 1185",
        "1186, interval, 1187",
        "1266, timetz, 1270",
        "1700, numeric, 1231",
        "2278, void, 0",
        "869, inet, 1041",
        "1560, bit, 1561",
        "3614, tsvector, 3643",
        "5069, xid8, 271",
        "2950, uuid, 2951",
        "3802, jsonb, 3807",
    })
    void knowsTheTypeAndItsArray(int oid, String name, int arrayOid) {
        assertThat(TypeRegistry.byOid(oid).typeName()).isEqualTo(name);
        assertThat(TypeRegistry.byOid(oid).oid()).isEqualTo(oid);
        assertThat(TypeRegistry.arrayOid(oid)).isEqualTo(arrayOid);
        if (arrayOid != 0) {
            Codec array = TypeRegistry.byOid(arrayOid);
            assertThat(array.typeName()).isEqualTo(name + "[]");
            assertThat(array.oid()).isEqualTo(arrayOid);
            assertThat(array.javaType())
                    .isEqualTo(TypeRegistry.byOid(oid).javaType().arrayType());
        }
    }

    @Test
    void holdsEveryOidAndNameOnce() {
        Set<Object> seen = new HashSet<>();
        for (Codec codec : TypeRegistry.builtins()) {
            assertThat(seen.add(codec.oid())).isTrue();
            assertThat(seen.add(codec.typeName())).isTrue();
            assertThat(TypeRegistry.byOid(codec.oid())).isSameAs(codec);
        }
    }

    @Test
    void exchangesTextForTypesThatAreNotKnown() {
        Codec codec = TypeRegistry.byOid(-5);
        assertThat(codec.isBinary()).isFalse();
        assertThat(codec.typeName()).isEqualTo("oid:4294967291");
        assertThat(codec.oid()).isEqualTo(-5);
        assertThat(TypeRegistry.arrayOid(-5)).isZero();
        byte[] text = "caf\u00e9".getBytes(StandardCharsets.UTF_8);
        assertThat(codec.decode(text, 0, text.length)).isEqualTo("caf\u00e9");
        ByteBuf out = Unpooled.buffer();
        codec.encode("caf\u00e9", out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("caf\u00e9");
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> codec.encode(5, out))
                .withMessage("does not take a java.lang.Integer; give a String, or cast in SQL");
        assertThat(TypeRegistry.byOid(0).isBinary()).isFalse();
    }

    @Test
    void describesEachTypeAsTheCodecThatItIsMadeOf() {
        for (TypeMap.Entry entry : TypeRegistry.entries().values()) {
            TypeInfo info = entry.info();
            assertThat(info.oid()).isEqualTo(entry.codec().oid());
            assertThat(info.name()).isEqualTo(entry.codec().typeName());
            assertThat(entry.parts()).hasSize(info.component() == 0 ? 0 : 1);
            entry.parts().forEach(part -> assertThat(part.oid()).isEqualTo(info.component()));
        }
    }
}
