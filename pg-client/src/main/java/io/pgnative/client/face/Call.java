package io.pgnative.client.face;

import io.pgnative.client.PgDataException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.session.RowArguments;
import io.pgnative.client.sql.NamedSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A call in the making: a statement and its arguments, by number or by name. Immutable. */
final class Call {

    private static final @Nullable Object[] NO_ARGS = {};

    private final String sql;
    private final @Nullable Object[] args;
    private final List<NamedValues> values;
    private final boolean lenient;
    private final int fetchSize;

    /**
     * Makes one.
     *
     * @param args by number
     * @param values by name; a later one wins over an earlier one
     * @param lenient whether rows are mapped leniently
     * @param fetchSize the rows that a stream asks for at a time; 0 for what the options say
     */
    private Call(String sql, @Nullable Object[] args, List<NamedValues> values, boolean lenient, int fetchSize) {
        this.sql = sql;
        this.args = args;
        this.values = values;
        this.lenient = lenient;
        this.fetchSize = fetchSize;
    }

    static Call of(String sql) {
        Verbs.check(sql);
        return new Call(sql, NO_ARGS, List.of(), false, 0);
    }

    Call args(@Nullable Object... newArgs) {
        Verbs.check(sql, newArgs);
        if (!values.isEmpty()) {
            throw byNumberAndByName();
        }
        return new Call(sql, newArgs.clone(), values, lenient, fetchSize);
    }

    Call bind(String name, @Nullable Object value) {
        Objects.requireNonNull(name, "name must not be null");
        List<String> names = names();
        if (!names.contains(name)) {
            throw new PgDataException("the statement has no :" + name + "; "
                    + (names.isEmpty() ? "it names no placeholder" : "it has " + colons(names)));
        }
        return with(NamedValues.single(name, value));
    }

    Call bindAll(Object source) {
        Objects.requireNonNull(source, "source must not be null");
        NamedValues all = NamedValues.of(source);
        if (names().isEmpty()) {
            throw new PgDataException("there is nothing to bind: the statement names no placeholder");
        }
        return with(all);
    }

    Call leniently() {
        return new Call(sql, args, values, true, fetchSize);
    }

    boolean isLenient() {
        return lenient;
    }

    Call fetchSize(int rows) {
        if (rows < 0) {
            throw new PgMisuseException("a fetch size is a number of rows, or 0 for one that adapts, not " + rows);
        }
        return new Call(sql, args, values, lenient, rows);
    }

    int fetchSize() {
        return fetchSize;
    }

    private Call with(NamedValues added) {
        if (args.length > 0) {
            throw byNumberAndByName();
        }
        List<NamedValues> more = new ArrayList<>(values.size() + 1);
        more.addAll(values);
        more.add(added);
        return new Call(sql, args, more, lenient, fetchSize);
    }

    private static PgMisuseException byNumberAndByName() {
        return new PgMisuseException("a call has arguments by number or by name, not both");
    }

    /** What its placeholders are called; empty when they are numbered. */
    List<String> names() {
        return named().names();
    }

    /** Its text with numbers in the places of names. */
    String serverText() {
        return named().text();
    }

    private NamedSql named() {
        return NamedSql.of(sql);
    }

    /** What is to be run, with its arguments in the order of their numbers. */
    Bound bound() {
        if (args.length > 0 || sql.indexOf(':') < 0) {
            return new Bound(sql, args, List.of());
        }
        NamedSql named = named();
        return new Bound(named.text(), arguments(named.names(), null), named.names());
    }

    /** What is to be run many times, and how a row becomes its arguments. */
    Many many() {
        if (args.length > 0) {
            throw new PgMisuseException("a statement that is run for many rows has its arguments in the rows");
        }
        NamedSql named = named();
        List<String> names = named.names();
        if (names.isEmpty()) {
            return new Many(sql, names, RowArguments.BY_POSITION);
        }
        return new Many(named.text(), names, new RowsByName(this, names));
    }

    /**
     * The values of the names.
     *
     * @param row what goes before the values that were bound; null for nothing
     */
    @Nullable Object[] arguments(List<String> names, @Nullable NamedValues row) {
        @Nullable Object[] arguments = new @Nullable Object[names.size()];
        for (int i = 0; i < arguments.length; i++) {
            String name = names.get(i);
            NamedValues holder = row != null && row.has(name) ? row : holder(name);
            if (holder == null) {
                throw missing(names, row);
            }
            arguments[i] = holder.get(name);
        }
        return arguments;
    }

    private @Nullable NamedValues holder(String name) {
        for (int i = values.size() - 1; i >= 0; i--) {
            if (values.get(i).has(name)) {
                return values.get(i);
            }
        }
        return null;
    }

    private PgDataException missing(List<String> names, @Nullable NamedValues row) {
        List<String> missing = names.stream()
                .filter(name -> (row == null || !row.has(name)) && holder(name) == null)
                .toList();
        return new PgDataException("no value for " + colons(missing)
                + (missing.size() == names.size() ? "" : "; the statement has " + colons(names)));
    }

    private static String colons(List<String> names) {
        return names.stream().map(name -> ":" + name).collect(Collectors.joining(", "));
    }

    /**
     * A statement as the server gets it.
     *
     * @param sql the text
     * @param args the values of {@code $1}, {@code $2}, ...
     * @param names what they are called; empty when they have no names
     */
    @SuppressWarnings("ArrayRecordComponent") // not compared
    record Bound(String sql, @Nullable Object[] args, List<String> names) {}

    /**
     * A statement as the server gets it, for many rows.
     *
     * @param sql the text
     * @param names what its arguments are called; empty when they have no names
     * @param arguments takes the arguments from a row
     */
    record Many(String sql, List<String> names, RowArguments arguments) {}
}
