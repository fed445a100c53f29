package io.pgnative.client.type;

import static io.pgnative.client.type.Codecs.decode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("S22, S23: bytes that are no value give a decode error and nothing else")
class MalformedValuesTest {

    @ParameterizedTest
    @CsvSource({
        "bool, 1",
        "int2, 2",
        "int4, 4",
        "int8, 8",
        "oid, 4",
        "float4, 4",
        "float8, 8",
        "char, 1",
        "uuid, 16",
        "date, 4",
        "time, 8",
        "timetz, 12",
        "timestamp, 8",
        "timestamptz, 8",
        "interval, 16",
        "void, 0",
    })
    void refusesEveryOtherLength(String type, int length) {
        for (int wrong = 0; wrong <= 2 * length + 1; wrong++) {
            if (wrong != length) {
                byte[] bytes = new byte[wrong];
                assertThatExceptionOfType(DecodeException.class)
                        .isThrownBy(() -> Codecs.decodeOrNull(type, bytes))
                        .withMessage("malformed " + type + ": " + wrong + " bytes, expected " + length);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bool, 02, neither 0 nor 1",
        "bool, ff, neither 0 nor 1",
        "time, ffffffffffffffff, not within a day",
        "time, 000000141dd76001, not within a day",
        "timetz, 000000141dd7600100000000, not within a day",
        "timetz, 00000000000000007fffffff, the zone is beyond 18 hours",
        "timetz, 000000000000000080000000, the zone is beyond 18 hours",
    })
    void refusesValuesOutsideOfTheType(String type, String hex, String reason) {
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> decode(type, hex))
                .withMessage("malformed " + type + ": " + reason);
    }

    /** Anything may come in; what comes out is a value or the one exception that callers expect. */
    @Test
    void throwsNothingButDecodeExceptions() {
        Random random = new Random(22);
        Class<?>[] classes = {
            Object.class, String.class, int.class, long[].class, java.math.BigDecimal.class, java.time.Duration.class
        };
        for (Codec codec : TypeRegistry.builtins()) {
            for (int i = 0; i < 3000; i++) {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                if (codec instanceof ArrayCodec && codec.isBinary() && bytes.length >= 20 && i % 2 == 0) {
                    plausibleHeader(codec, bytes, random);
                }
                read(codec, bytes, classes[i % classes.length]);
            }
        }
    }

    private static void plausibleHeader(Codec codec, byte[] bytes, Random random) {
        byte[] header = new byte[20];
        byte[] empty = Codecs.encode(codec.typeName(), java.util.List.of());
        System.arraycopy(empty, 0, header, 0, 12);
        header[3] = 1;
        header[15] = (byte) random.nextInt(6);
        System.arraycopy(header, 0, bytes, 0, 20);
        for (int i = 20; i + 4 <= bytes.length; i += 4) {
            bytes[i] = bytes[i + 1] = bytes[i + 2] = 0;
            bytes[i + 3] = (byte) random.nextInt(8);
        }
    }

    private static void read(Codec codec, byte[] bytes, Class<?> as) {
        try {
            codec.decode(Codecs.framed(bytes), Codecs.offset(), bytes.length, as);
        } catch (DecodeException expected) {
            org.assertj.core.api.Assertions.assertThat(expected.getMessage()).isNotBlank();
        }
    }
}
