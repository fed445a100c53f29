package io.pgnative.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A composite that the caller made. */
final class GivenComposite implements Composite {

    private final List<String> names;
    private final @Nullable Object[] values;

    private GivenComposite(List<String> names, @Nullable Object[] values) {
        this.names = names;
        this.values = values;
    }

    static GivenComposite of(Map<String, ? extends @Nullable Object> fields) {
        List<String> names = new ArrayList<>(fields.size());
        List<@Nullable Object> values = new ArrayList<>(fields.size());
        fields.forEach((name, value) -> {
            names.add(Objects.requireNonNull(name, "the name of a field"));
            values.add(value);
        });
        return new GivenComposite(List.copyOf(names), values.toArray(new @Nullable Object[0]));
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public boolean isNull(int field) {
        return get(field) == null;
    }

    @Override
    public @Nullable Object get(int field) {
        return values[Objects.checkIndex(field, values.length)];
    }

    @Override
    public <T> @Nullable T get(int field, Class<T> type) {
        Object value = get(field);
        if (value != null && !type.isInstance(value)) {
            throw new PgDataException("field \"" + names.get(field) + "\" is a "
                    + value.getClass().getTypeName() + " and cannot be read as " + type.getSimpleName());
        }
        return type.cast(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Composite that) || that.size() != size()) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            if (!Objects.deepEquals(values[i], that.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(values);
    }

    /** The values by name; for people, not for programs. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Composite{");
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ", ").append(names.get(i)).append('=').append(values[i]);
        }
        return text.append('}').toString();
    }
}
