package io.pgnative.client.type;

import io.pgnative.client.Composite;
import io.pgnative.client.PgDataException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A composite as the server sent it. */
final class ReceivedComposite implements Composite {

    private final ReceivedFields values;

    ReceivedComposite(ReceivedFields values) {
        this.values = values;
    }

    ReceivedFields values() {
        return values;
    }

    @Override
    public List<String> names() {
        return values.fields().names();
    }

    private int checked(int field) {
        int size = values.fields().size();
        if (field < 0 || field >= size) {
            throw new IllegalArgumentException("no field " + field + "; there are " + size);
        }
        return field;
    }

    @Override
    public boolean isNull(int field) {
        return values.isNull(checked(field));
    }

    @Override
    public @Nullable Object get(int field) {
        try {
            return values.get(checked(field));
        } catch (DecodeException e) {
            throw new PgDataException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public <T> @Nullable T get(int field, Class<T> type) {
        try {
            return values.get(checked(field), type);
        } catch (DecodeException e) {
            throw new PgDataException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Composite that) || that.size() != size()) {
            return false;
        }
        for (int i = 0; i < size(); i++) {
            Object theirs = that instanceof ReceivedComposite received ? received.comparable(i) : that.get(i);
            if (!Objects.deepEquals(comparable(i), theirs)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        @Nullable Object[] comparable = new @Nullable Object[size()];
        for (int i = 0; i < comparable.length; i++) {
            comparable[i] = comparable(i);
        }
        return Arrays.deepHashCode(comparable);
    }

    /** Comparing must not fail for what a field holds: what its default class cannot hold is compared as text. */
    private @Nullable Object comparable(int field) {
        try {
            return values.get(field);
        } catch (DecodeException e) {
            return values.getString(field);
        }
    }

    /** The values by name, as text; for people, not for programs. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Composite{");
        for (int i = 0; i < size(); i++) {
            text.append(i == 0 ? "" : ", ").append(names().get(i)).append('=').append(values.getString(i));
        }
        return text.append('}').toString();
    }
}
