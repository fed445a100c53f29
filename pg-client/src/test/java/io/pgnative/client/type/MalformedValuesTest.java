package io.pgnative.client.type;

import static io.pgnative.client.type.Codecs.decode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
        "xid, 4",
        "cid, 4",
        "xid8, 8",
        "tid, 6",
        "pg_lsn, 8",
        "money, 8",
        "macaddr, 6",
        "macaddr8, 8",
        "point, 16",
        "line, 24",
        "lseg, 32",
        "box, 32",
        "circle, 24",
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
        "inet, '', its family is unknown",
        "inet, 04200004 01020304, its family is unknown",
        "inet, 02200010 01020304, its length does not agree with its family",
        "inet, 02200004 010203, its length does not agree with its family",
        "inet, 03800010 01020304, its length does not agree with its family",
        "inet, 02210004 01020304, the prefix must be 0 to 32 bits",
        "cidr, 02ff0104 00000000, the prefix must be 0 to 32 bits",
        "cidr, 02180104 01020304, the address of a network has only zeros behind its prefix",
        "bit, 000000, its header is cut off",
        "varbit, 00000009 ff, 9 bits do not take 1 bytes",
        "varbit, ffffffff, -1 bits do not take 0 bytes",
        "varbit, 7fffffff, 2147483647 bits do not take 0 bytes",
        "path, 02 00000000, neither open nor closed",
        "path, 01 00000001, its length does not agree with its number of points",
        "path, 01 7fffffff, its length does not agree with its number of points",
        "polygon, ffffffff, its length does not agree with its number of points",
        "pg_snapshot, 00, its header is cut off",
        "pg_snapshot, 7fffffff 0000000000000001 0000000000000001, its length does not agree with its number of transactions",
        "pg_snapshot, ffffffff 0000000000000001 0000000000000001, its length does not agree with its number of transactions",
        "jsonpath, 02 24, the version is not 1",
        "jsonpath, '', the version is not 1",
        "tsvector, 000000, its header is cut off",
        "tsvector, ffffffff, its header is cut off",
        "tsvector, 7fffffff, a word is cut off",
        "tsvector, 00000001 61, a word is cut off",
        "tsvector, 00000001 6100, its positions are cut off",
        "tsvector, 00000001 6100 ffff 0001, its positions are cut off",
        "tsvector, 00000000 00, there is more than its words",
        "tsquery, 7fffffff, its length does not agree with its number of items",
        "tsquery, 00000001 0300, an item is neither a word nor an operator",
        "tsquery, 00000001 0205, an operator is unknown",
        "tsquery, 00000001 0204, an item is cut off",
        "tsquery, 00000001 0100, an item is cut off",
        "tsquery, 00000001 01000061, a word is cut off",
        "tsquery, 00000001 0201, an operator lacks an operand",
        "tsquery, 00000002 0202 01000000, an operator lacks an operand",
        "tsquery, 00000002 01000000 01000000, there are items without an operator",
        "tsquery, 00000000 00, there is more than its items",
        "int2vector, 00000001, its header is not that of such a list",
        "int2vector, 00000001 00000000 00000015 7fffffff 00000000, its length does not agree with its number of elements",
        "int2vector, 00000001 00000000 00000015 00000001 00000000 ffffffff 0001, the length of an element is wrong",
    })
    void refusesMalformedFormats(String type, String hex, String reason) {
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> decode(type, hex))
                .withMessage("malformed " + type + ": " + reason);
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
        for (Codec codec : CodecTargets.codecs()) {
            for (int i = 0; i < 3000; i++) {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                if (codec instanceof ArrayCodec && codec.isBinary() && bytes.length >= 20 && i % 2 == 0) {
                    plausibleHeader(codec, bytes, random);
                }
                CodecTargets.read(codec, bytes, CodecTargets.asked(i));
            }
        }
    }

    /** Nearer to what is right, so that more of it is read before something is wrong. */
    @Test
    void throwsNothingButDecodeExceptionsForValuesThatWereCutOrChanged() {
        Random random = new Random(23);
        for (Map.Entry<String, List<Object>> sample : ValidValues.BY_TYPE.entrySet()) {
            for (Object value : sample.getValue()) {
                ScalarCodec codec = ValidValues.codec(sample.getKey());
                byte[] valid = Codecs.encode(codec, value);
                for (int end = 0; end < valid.length; end++) {
                    CodecTargets.read(codec, Arrays.copyOf(valid, end), Object.class);
                }
                for (int i = 0; i < 2000 && valid.length > 0; i++) {
                    byte[] changed = valid.clone();
                    for (int change = 0; change <= i % 3; change++) {
                        int at = random.nextInt(changed.length);
                        changed[at] =
                                i % 2 == 0 ? (byte) random.nextInt() : (byte) (changed[at] ^ 1 << random.nextInt(8));
                    }
                    CodecTargets.read(codec, changed, CodecTargets.asked(i));
                }
            }
        }
    }

    @Test
    void hasAValidValueOfEveryBinaryType() {
        List<String> without = CodecTargets.codecs().stream()
                .filter(codec -> codec instanceof ScalarCodec && codec.isBinary())
                .map(Codec::typeName)
                .filter(name -> !ValidValues.BY_TYPE.containsKey(name))
                .toList();
        assertThat(without).isEmpty();
    }

    /** As text too nothing but these two exceptions comes, whatever stands there. */
    @Test
    void throwsNothingButDecodeExceptionsForText() {
        Random random = new Random(24);
        String alphabet = "0123456789-+.:,/ ()[]{}<>'\"\\\\eEPTYMDHSabcftNn=|&!*$@\u20ac\0";
        for (Codec codec : CodecTargets.codecs()) {
            List<String> texts = CodecTargets.texts(codec);
            for (int i = 0; i < 2000; i++) {
                StringBuilder text = new StringBuilder(texts.isEmpty() ? "" : texts.get(i % texts.size()));
                for (int change = 0; change <= i % 4; change++) {
                    char c = alphabet.charAt(random.nextInt(alphabet.length()));
                    int at = random.nextInt(text.length() + 1);
                    text.replace(at, Math.min(text.length(), at + random.nextInt(2)), String.valueOf(c));
                }
                CodecTargets.parse(codec, text.toString());
            }
        }
    }

    @Test
    @DisplayName("S23: what is allocated is bounded by what was received, for every type")
    void allocatesInProportionToWhatWasReceived() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Random random = new Random(25);
        for (Codec codec : CodecTargets.codecs()) {
            for (int i = 0; i < 300; i++) {
                byte[] bytes = new byte[4 + random.nextInt(200)];
                random.nextBytes(bytes);
                if (i % 2 == 0) {
                    // Counts that are far too high, or nearly right.
                    bytes[0] = (byte) (i % 4 == 0 ? 0x7F : 0);
                    bytes[1] = bytes[2] = 0;
                }
                long before = threads.getCurrentThreadAllocatedBytes();
                CodecTargets.read(codec, bytes, Object.class);
                long allocated = threads.getCurrentThreadAllocatedBytes() - before;
                // A number of a few bytes can have all the digits that its type can have, and is written out.
                int digits = codec.typeName().startsWith("numeric") ? 1 << 20 : 0;
                assertThat(allocated).as(codec.typeName()).isLessThan(100L * bytes.length + 65_536 + digits);
            }
        }
    }

    @Test
    @DisplayName("S23: the depth of a tsquery does not matter")
    void readsDeepQueries() {
        String negations = "!".repeat(200_000) + "'a'";
        assertThat(Codecs.roundTrip("tsquery", negations)).isEqualTo(negations);
        String left = "'a'" + " & 'a'".repeat(50_000);
        assertThat(Codecs.roundTrip("tsquery", left)).isEqualTo(left);
        String right = "'a' | ( ".repeat(50_000) + "'a' & 'b'" + " )".repeat(50_000);
        assertThat((String) Codecs.roundTrip("tsquery", right))
                .startsWith("'a' | ")
                .endsWith("'b'");
    }

    @Test
    @DisplayName("S23: numbers that are long to hold are refused as long before they are written out")
    void refusesLongNumbersAsLongWithoutWritingThemOut() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Codec numeric = Codecs.codec("numeric");
        byte[] value = Codecs.bytes("0001 7fff 0000 0000 0001");
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> numeric.getLong(value, 0, value.length))
                .withMessage("the numeric does not fit long exactly");
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(30_000);
    }

    @Test
    @DisplayName("S23: numbers with digits far beyond their scale are refused without a division by as many")
    void refusesDigitsFarBeyondTheScaleWithoutWritingThemOut() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] value = Codecs.bytes("0001 8007 0000 0000 0064");
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> Codecs.decode("numeric", value))
                .withMessage("malformed numeric: it has digits beyond its scale");
        // Only now, when all classes are loaded.
        Codec numeric = Codecs.codec("numeric");
        long before = threads.getCurrentThreadAllocatedBytes();
        CodecTargets.read(numeric, value, Object.class);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
        assertThat(Codecs.decode("numeric", "0001 8007 0000 0002 0000")).isEqualTo(new BigDecimal("0.00"));
    }

    private static void plausibleHeader(Codec codec, byte[] bytes, Random random) {
        byte[] header = new byte[20];
        byte[] empty = Codecs.encode(codec.typeName(), List.of());
        System.arraycopy(empty, 0, header, 0, 12);
        header[3] = 1;
        header[15] = (byte) random.nextInt(6);
        System.arraycopy(header, 0, bytes, 0, 20);
        for (int i = 20; i + 4 <= bytes.length; i += 4) {
            bytes[i] = bytes[i + 1] = bytes[i + 2] = 0;
            bytes[i + 3] = (byte) random.nextInt(8);
        }
    }
}
