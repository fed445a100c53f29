package io.pgnative.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a result. Values are decoded when asked for. Plain memory: safe on any thread, for ever, and never to be
 * released; it keeps the chunk of its result that it lies in, unless {@link #copy() copied}.
 *
 * <p>Columns are counted from 0. A name is looked up exactly as the server reports it; of several columns with the same
 * name the last one is meant. A column that is not there is an {@link IllegalArgumentException} that lists those that
 * are; a value that cannot be given as asked is a {@link PgDataException} that names column, PostgreSQL type and Java
 * class.
 *
 * <p>Two rows are equal when their values are, position by position; names do not matter. The text of a row shows its
 * values, since it is asked for; no message or log line of this client has it.
 */
public interface Row {

    /**
     * The number of columns.
     *
     * @return 0 or more
     */
    int size();

    /**
     * The columns.
     *
     * @return an unmodifiable list, shared by all rows of a result
     */
    List<Column> columns();

    /**
     * The position of a column.
     *
     * @param name its name
     * @return its index
     */
    int indexOf(String name);

    /**
     * Whether there is a column of this name.
     *
     * @param column name
     * @return whether there is at least one
     */
    boolean has(String column);

    /**
     * The values of all columns as their types' default classes, those of columns with the same name among them.
     *
     * @return an unmodifiable list, with null for NULL
     */
    default List<@Nullable Object> values() {
        return values(0, size());
    }

    /**
     * The values of consecutive columns as their types' default classes.
     *
     * @param from index of the first
     * @param to index behind the last
     * @return an unmodifiable list, with null for NULL
     */
    List<@Nullable Object> values(int from, int to);

    /**
     * Whether the value is NULL.
     *
     * @param column index
     * @return whether the value is NULL
     */
    boolean isNull(int column);

    /**
     * Whether the value is NULL.
     *
     * @param column name
     * @return whether the value is NULL
     */
    default boolean isNull(String column) {
        return isNull(indexOf(column));
    }

    /**
     * The value; NULL is an error.
     *
     * @param column index of a bool
     * @return the value; NULL is an error
     */
    boolean getBoolean(int column);

    /**
     * The value; NULL is an error.
     *
     * @param column name of a bool
     * @return the value; NULL is an error
     */
    default boolean getBoolean(String column) {
        return getBoolean(indexOf(column));
    }

    /**
     * The value; NULL is an error.
     *
     * @param column index of an int2, or of an integer whose value fits
     * @return the value; NULL is an error
     */
    short getShort(int column);

    /**
     * The value; NULL is an error.
     *
     * @param column name of an int2, or of an integer whose value fits
     * @return the value; NULL is an error
     */
    default short getShort(String column) {
        return getShort(indexOf(column));
    }

    /**
     * The value; NULL is an error.
     *
     * @param column index of an int2, int4, or of an integer whose value fits
     * @return the value; NULL is an error
     */
    int getInt(int column);

    /**
     * The value; NULL is an error.
     *
     * @param column name of an int2, int4, or of an integer whose value fits
     * @return the value; NULL is an error
     */
    default int getInt(String column) {
        return getInt(indexOf(column));
    }

    /**
     * The value; NULL is an error.
     *
     * @param column index of an int2, int4, int8 or oid
     * @return the value; NULL is an error
     */
    long getLong(int column);

    /**
     * The value; NULL is an error.
     *
     * @param column name of an int2, int4, int8 or oid
     * @return the value; NULL is an error
     */
    default long getLong(String column) {
        return getLong(indexOf(column));
    }

    /**
     * The value; NULL is an error.
     *
     * @param column index of a float4
     * @return the value; NULL is an error
     */
    float getFloat(int column);

    /**
     * The value; NULL is an error.
     *
     * @param column name of a float4
     * @return the value; NULL is an error
     */
    default float getFloat(String column) {
        return getFloat(indexOf(column));
    }

    /**
     * The value; NULL is an error.
     *
     * @param column index of a float8, float4, int2, int4 or numeric
     * @return the value; NULL is an error
     */
    double getDouble(int column);

    /**
     * The value; NULL is an error.
     *
     * @param column name of a float8, float4, int2, int4 or numeric
     * @return the value; NULL is an error
     */
    default double getDouble(String column) {
        return getDouble(indexOf(column));
    }

    /**
     * Its text as the type's class prints it, or null for NULL.
     *
     * @param column index of a column of any type
     * @return its text as the type's class prints it, or null for NULL
     */
    @Nullable String getString(int column);

    /**
     * Its text as the type's class prints it, or null for NULL.
     *
     * @param column name of a column of any type
     * @return its text as the type's class prints it, or null for NULL
     */
    default @Nullable String getString(String column) {
        return getString(indexOf(column));
    }

    /**
     * The value as its type's default class, or null for NULL.
     *
     * @param column index
     * @return the value as its type's default class, or null for NULL
     */
    @Nullable Object get(int column);

    /**
     * The value as its type's default class, or null for NULL.
     *
     * @param column name
     * @return the value as its type's default class, or null for NULL
     */
    default @Nullable Object get(String column) {
        return get(indexOf(column));
    }

    /**
     * @param column index
     * @param type one of the classes that the column's type can be read as
     * @param <T> the same
     * @return the value, or null for NULL
     */
    <T> @Nullable T get(int column, Class<T> type);

    /**
     * @param column name
     * @param type one of the classes that the column's type can be read as
     * @param <T> the same
     * @return the value, or null for NULL
     */
    default <T> @Nullable T get(String column, Class<T> type) {
        return get(indexOf(column), type);
    }

    /**
     * Maps this row. A class that the row's only column can be read as is read from it. Any other class is made of the
     * columns named like its components, {@code snake_case} or {@code camelCase}: a Java record, a class with one
     * public constructor whose parameters are named, or a bean. Every component must have a column and every column a
     * component.
     *
     * @param type the class to map to
     * @param <T> the same
     * @return the mapped value
     * @throws PgDataException naming the column or component that has no counterpart, or does not fit
     */
    <T> T as(Class<T> type);

    /**
     * This row, mapped leniently by {@link #as(Class)}: columns without a component are left out, and a component
     * without a column is what a new object has: an empty {@code Optional}, zero for a primitive, null, or what a bean
     * gives to itself.
     *
     * @return a view of this row
     */
    Row lenient();

    /**
     * A row of its own memory, for keeping one row of a large result.
     *
     * @return an equal row
     */
    Row copy();
}
