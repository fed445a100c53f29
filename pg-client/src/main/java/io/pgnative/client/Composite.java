package io.pgnative.client;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a composite type, of the row type of a table, or of an anonymous {@code ROW(...)}, whose fields are named
 * {@code f1}, {@code f2} and so on. Immutable.
 *
 * <p>Fields that are read from the server are decoded when asked for, as the columns of a {@link Row}. Two are equal
 * when their values are, whatever their names.
 */
public interface Composite {

    /**
     * One to be sent.
     *
     * @param fields values by the names of the fields, in any order; fields of the type that are missing are NULL
     * @return holds a copy
     */
    static Composite of(Map<String, ? extends @Nullable Object> fields) {
        return GivenComposite.of(fields);
    }

    /**
     * The names of the fields.
     *
     * @return in order, unmodifiable
     */
    List<String> names();

    /**
     * The number of fields.
     *
     * @return 0 or more
     */
    default int size() {
        return names().size();
    }

    /**
     * Where a field is.
     *
     * @param name its name, as the type has it
     * @return its index, from 0
     * @throws IllegalArgumentException when there is no such field
     */
    default int indexOf(String name) {
        int index = names().indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no field \"" + name + "\"; there are " + names());
        }
        return index;
    }

    /**
     * Whether a field is NULL.
     *
     * @param field its index
     * @return whether it is NULL
     */
    boolean isNull(int field);

    /**
     * Whether a field is NULL.
     *
     * @param field its name
     * @return whether it is NULL
     */
    default boolean isNull(String field) {
        return isNull(indexOf(field));
    }

    /**
     * The value as its type's default class.
     *
     * @param field its index
     * @return null for NULL
     * @throws PgDataException when it cannot be read
     */
    @Nullable Object get(int field);

    /**
     * The value as its type's default class.
     *
     * @param field its name
     * @return null for NULL
     * @throws PgDataException when it cannot be read
     */
    default @Nullable Object get(String field) {
        return get(indexOf(field));
    }

    /**
     * The value as a class of the caller's choice.
     *
     * @param field its index
     * @param type one of the classes that the field's type can be read as
     * @param <T> the same
     * @return null for NULL
     * @throws PgDataException when it cannot be read so
     */
    <T> @Nullable T get(int field, Class<T> type);

    /**
     * The value as a class of the caller's choice.
     *
     * @param field its name
     * @param type one of the classes that the field's type can be read as
     * @param <T> the same
     * @return null for NULL
     * @throws PgDataException when it cannot be read so
     */
    default <T> @Nullable T get(String field, Class<T> type) {
        return get(indexOf(field), type);
    }
}
