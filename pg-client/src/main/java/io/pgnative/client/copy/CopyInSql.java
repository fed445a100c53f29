package io.pgnative.client.copy;

import io.pgnative.client.PgMisuseException;
import io.pgnative.client.ServerVersion;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The command of a COPY FROM STDIN. Immutable.
 *
 * @param table where rows go
 * @param columns exact names; empty for all that are not generated
 * @param where a condition; null for none
 * @param format null for the verb's own
 */
record CopyInSql(
        CopyTable table,
        List<String> columns,
        @Nullable String where,
        @Nullable CopyFormat format) {

    CopyInSql {
        columns = List.copyOf(columns);
    }

    static CopyInSql of(String table) {
        return new CopyInSql(CopyTable.of(table), List.of(), null, null);
    }

    CopyInSql columns(String... names) {
        return new CopyInSql(table, checked(names), where, format);
    }

    CopyInSql columns(List<String> names) {
        return new CopyInSql(table, names, where, format);
    }

    CopyInSql where(String condition) {
        if (condition.isBlank()) {
            throw new PgMisuseException("where needs a condition");
        }
        return new CopyInSql(table, columns, condition, format);
    }

    CopyInSql format(CopyFormat newFormat) {
        return new CopyInSql(table, columns, where, newFormat);
    }

    /** Names of columns as they are. */
    static List<String> checked(String... names) {
        List<String> columns = List.copyOf(Arrays.asList(Objects.requireNonNull(names, "columns must not be null")));
        if (columns.isEmpty()) {
            throw new PgMisuseException("columns needs a name at least; without columns(...) all are copied");
        }
        for (String column : columns) {
            if (column.isEmpty() || column.indexOf('\0') >= 0) {
                throw new PgMisuseException("the name of a column is empty or holds the character U+0000");
            }
        }
        if (new HashSet<>(columns).size() < columns.size()) {
            throw new PgMisuseException("a column was named more than once");
        }
        return columns;
    }

    /** The columns, as a statement that returns them. */
    String probe() {
        return "select " + CopyTable.quoteAll(columns) + " from " + table.toSql() + " limit 0";
    }

    /** The command without what depends on the server, for those who follow it. */
    String toText() {
        return "COPY " + table.toSql() + (columns.isEmpty() ? "" : " (" + CopyTable.quoteAll(columns) + ")")
                + " FROM STDIN";
    }

    /** The command for a server. */
    String toSql(ServerVersion version) {
        CopyFormat chosen = format == null ? CopyFormat.TEXT : format;
        return toText() + " WITH " + chosen.toSql(version)
                // With an end of line, in case that the condition ends in a comment.
                + (where == null ? "" : " WHERE (" + where + "\n)");
    }
}
