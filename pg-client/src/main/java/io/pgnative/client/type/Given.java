package io.pgnative.client.type;

import java.util.function.Supplier;

/** Makes public value types, which refuse what is none, of what was given or received. */
final class Given {

    private Given() {}

    /** Makes one of a text or of parts; a refusal becomes one of the argument. */
    static <T> T valid(Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw new EncodeException(String.valueOf(e.getMessage()));
        }
    }

    /** Makes one of what the server sent; a refusal becomes one of the value. */
    static <T> T received(String typeName, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw new DecodeException("malformed " + typeName + ": " + e.getMessage());
        }
    }
}
