package io.pgnative.client.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.fuzz.Fuzz;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * Every codec, to be fuzzed, and values to begin with. An input is the number of the codec in two bytes, that of the
 * class asked for in one, and the value.
 */
final class CodecTargets {

    private static final Class<?>[] CLASSES = {
        Object.class,
        String.class,
        int.class,
        long[].class,
        BigDecimal.class,
        Duration.class,
        float[].class,
        InetAddress.class,
        BitSet.class
    };

    private static final int HEAD = 3;
    private static final long MOST_FOR_BYTE_OF_NUMERIC = 4 << 20;
    private static final List<Codec> CODECS = made();

    private CodecTargets() {}

    private static List<Codec> made() {
        List<Codec> codecs = new ArrayList<>(TypeRegistry.builtins());
        for (String name : ExtensionTypes.names()) {
            codecs.add(Objects.requireNonNull(ExtensionTypes.maker(name)).make(100_000, ScalarCodec.NO_ARRAY));
        }
        return List.copyOf(codecs);
    }

    /** The built-in ones and those of extensions. */
    static List<Codec> codecs() {
        return CODECS;
    }

    /** One of the classes that values are asked for as. */
    static Class<?> asked(int number) {
        return CLASSES[Math.floorMod(number, CLASSES.length)];
    }

    /** Values in the format in which they are exchanged. */
    static List<byte[]> values() {
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < CODECS.size(); i++) {
            Codec codec = CODECS.get(i);
            for (Object value : values(codec)) {
                seeds.add(input(i, Codecs.encode(codec, value)));
            }
        }
        return seeds;
    }

    /** Texts of values. */
    static List<byte[]> texts() {
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < CODECS.size(); i++) {
            for (String text : texts(CODECS.get(i))) {
                seeds.add(input(i, text.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return seeds;
    }

    private static List<Object> values(Codec codec) {
        List<Object> values = ValidValues.BY_TYPE.get(codec.typeName());
        if (values != null) {
            return values;
        }
        if (codec instanceof ArrayCodec && codec.isBinary()) {
            String element = codec.typeName().substring(0, codec.typeName().length() - 2);
            return List.of(List.of(), ValidValues.BY_TYPE.getOrDefault(element, List.of()));
        }
        return List.of();
    }

    /** Texts of valid values of a type; of none whose form depends on settings of the server. */
    static List<String> texts(Codec codec) {
        if (codec instanceof ArrayCodec) {
            return List.of("{}", "[0:1]={{1,NULL},{\"a\\\"b\",c}}");
        }
        if (codec.typeName().equals("money")) {
            return List.of();
        }
        return ValidValues.BY_TYPE.getOrDefault(codec.typeName(), List.of()).stream()
                .map(codec::formatText)
                .toList();
    }

    private static byte[] input(int codec, byte[] value) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.write(codec >> 8);
        input.write(codec);
        input.write(0);
        input.writeBytes(value);
        return input.toByteArray();
    }

    private static Codec codec(byte[] input) {
        return CODECS.get(((input[0] & 0xFF) << 8 | (input[1] & 0xFF)) % CODECS.size());
    }

    /** Judges the reading of a value. */
    static void judgeValue(byte[] input) {
        judge(CodecTargets::readValue, input);
    }

    /** Judges the reading of a text. */
    static void judgeText(byte[] input) {
        judge(CodecTargets::readText, input);
    }

    /**
     * Ten to the power of 131,000 is sent in ten bytes, and the JDK takes 12 to 24 MB, in passing, to make that power.
     */
    private static void judge(Fuzz.Target target, byte[] input) {
        if (input.length >= HEAD && codec(input).typeName().startsWith("num")) {
            Fuzz.judge(target, input, MOST_FOR_BYTE_OF_NUMERIC);
        } else {
            Fuzz.judge(target, input);
        }
    }

    /** Reads a value. */
    private static void readValue(byte[] input) {
        if (input.length >= HEAD) {
            read(codec(input), Arrays.copyOfRange(input, HEAD, input.length), asked(input[2]));
        }
    }

    /** Reads the text of a value. */
    private static void readText(byte[] input) {
        if (input.length >= HEAD) {
            parse(codec(input), Fuzz.text(Arrays.copyOfRange(input, HEAD, input.length)));
        }
    }

    /** What comes out is a value or the one exception that callers expect. */
    static void read(Codec codec, byte[] bytes, Class<?> as) {
        try {
            codec.decode(Codecs.framed(bytes), Codecs.offset(), bytes.length, as);
        } catch (DecodeException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
    }

    /** The same for text. */
    static void parse(Codec codec, String text) {
        try {
            codec.parseText(text);
        } catch (DecodeException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
    }
}
