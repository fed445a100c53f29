package io.pgnative.client;

/**
 * The {@code null} of JSON as the whole value of a {@code json} or {@code jsonb}, as opposed to SQL NULL, which is a
 * Java null. Nulls inside of a JSON object or array are plain Java nulls.
 */
public enum JsonNull {

    /** The only one. */
    INSTANCE;

    /**
     * Its JSON text.
     *
     * @return {@code null}
     */
    @Override
    public String toString() {
        return "null";
    }
}
