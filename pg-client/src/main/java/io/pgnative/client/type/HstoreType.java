package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code hstore} of the extension of that name: the number of pairs in 32 bits; for each the key and the value, both
 * with their length in 32 bits before them, -1 for a value that is NULL.
 */
final class HstoreType extends ScalarCodec {

    private static final String GIVE = "a Map of Strings";
    private static final int NULL = -1;

    /** Of a pair: two lengths. */
    private static final int MIN_PAIR = 8;

    HstoreType(int oid, int arrayOid) {
        super(oid, arrayOid, "hstore", Map.class, Alternatives.builder().build());
    }

    // Writing.

    @Override
    public void encode(Object value, ByteBuf out) {
        if (!(value instanceof Map<?, ?> map)) {
            throw doesNotTake(value, GIVE);
        }
        out.writeInt(map.size());
        map.forEach((key, content) -> {
            if (key == null) {
                throw new EncodeException("has a key that is null");
            }
            write(key, out);
            if (content == null) {
                out.writeInt(NULL);
            } else {
                write(content, out);
            }
        });
    }

    private static void write(Object part, ByteBuf out) {
        if (!(part instanceof CharSequence text)) {
            throw new EncodeException("has a " + part.getClass().getTypeName() + " as a key or value; give " + GIVE);
        }
        int start = out.writerIndex();
        out.writeInt(0);
        Utf8.encode(text, out);
        out.setInt(start, out.writerIndex() - start - 4);
    }

    @Override
    void encodeText(String text, ByteBuf out) {
        TextScanner in = new TextScanner(text, typeName());
        Map<String, @Nullable String> map = new LinkedHashMap<>();
        while (!in.atEnd()) {
            if (!map.isEmpty() && !in.accept(", ")) {
                throw in.malformed();
            }
            String key = in.quoted();
            if (!in.accept("=>")) {
                throw in.malformed();
            }
            map.put(key, in.accept("NULL") ? null : in.quoted());
        }
        encode(map, out);
    }

    // Reading.

    @Override
    public Map<String, @Nullable String> decode(byte[] bytes, int offset, int length) {
        int count = length < 4 ? -1 : Bytes.getInt(bytes, offset);
        if (count < 0 || count > (length - 4) / MIN_PAIR) {
            throw malformed("its length does not agree with its number of pairs");
        }
        Map<String, @Nullable String> map = new LinkedHashMap<>();
        int at = offset + 4;
        int end = offset + length;
        for (int i = 0; i < count; i++) {
            int keyLength = partLength(bytes, at, end);
            if (keyLength == NULL) {
                throw malformed("a key is NULL");
            }
            String key = Utf8.decode(bytes, at + 4, keyLength);
            at += 4 + keyLength;
            int valueLength = partLength(bytes, at, end);
            String value = valueLength == NULL ? null : Utf8.decode(bytes, at + 4, valueLength);
            at += 4 + Math.max(valueLength, 0);
            if (map.containsKey(key)) {
                throw malformed("a key stands twice");
            }
            map.put(key, value);
        }
        if (at != end) {
            throw malformed("there is more than its pairs");
        }
        return Collections.unmodifiableMap(map);
    }

    private static int partLength(byte[] bytes, int at, int end) {
        int length = end - at < 4 ? Integer.MAX_VALUE : Bytes.getInt(bytes, at);
        if (length < NULL || length > end - at - 4) {
            throw malformed("a key or value is cut off");
        }
        return length;
    }

    private static DecodeException malformed(String why) {
        return new DecodeException("malformed hstore: " + why);
    }

    /** As the server writes it. */
    @Override
    public String getString(byte[] bytes, int offset, int length) {
        StringBuilder text = new StringBuilder();
        decode(bytes, offset, length).forEach((key, value) -> {
            appendQuoted(text.append(text.isEmpty() ? "" : ", "), key);
            text.append("=>");
            if (value == null) {
                text.append("NULL");
            } else {
                appendQuoted(text, value);
            }
        });
        return text.toString();
    }

    private static void appendQuoted(StringBuilder text, String part) {
        text.append('"');
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c);
        }
        text.append('"');
    }
}
