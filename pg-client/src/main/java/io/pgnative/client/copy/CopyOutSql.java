package io.pgnative.client.copy;

import io.pgnative.client.PgMisuseException;
import io.pgnative.client.ServerVersion;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The command of a COPY TO STDOUT. Immutable.
 *
 * @param table where rows come from; null for a query
 * @param query null for a table
 * @param columns of the table, exact names; empty for all that are not generated
 * @param format null for the verb's own
 */
record CopyOutSql(
        @Nullable CopyTable table,
        @Nullable String query,
        List<String> columns,
        @Nullable CopyFormat format) {

    CopyOutSql {
        columns = List.copyOf(columns);
    }

    static CopyOutSql of(String tableOrQuery, @Nullable Object[] args) {
        CopyTable table = CopyTable.find(Objects.requireNonNull(tableOrQuery, "tableOrQuery must not be null"));
        if (tableOrQuery.isBlank()) {
            throw new PgMisuseException("copyOut takes the name of a table or a query");
        }
        if (table != null && args.length > 0) {
            throw new PgMisuseException(
                    "a table takes no arguments; " + args.length + (args.length == 1 ? " was given" : " were given"));
        }
        return new CopyOutSql(table, table == null ? withoutEnd(tableOrQuery) : null, List.of(), null);
    }

    /** Without semicolons at the end, since the query is put into parentheses. */
    private static String withoutEnd(String query) {
        int end = query.length();
        while (end > 0 && (query.charAt(end - 1) == ';' || Character.isWhitespace(query.charAt(end - 1)))) {
            end--;
        }
        return query.substring(0, end);
    }

    CopyOutSql query(String newQuery) {
        return new CopyOutSql(null, newQuery, columns, format);
    }

    CopyOutSql columns(String... names) {
        if (table == null) {
            throw new PgMisuseException("columns(...) is for a table; a query names its columns itself");
        }
        return columns(CopyInSql.checked(names));
    }

    CopyOutSql columns(List<String> names) {
        return new CopyOutSql(table, query, names, format);
    }

    CopyOutSql format(CopyFormat newFormat) {
        return new CopyOutSql(table, query, columns, newFormat);
    }

    /** The columns, as a statement that returns them and is not run. */
    String probe() {
        return table == null
                ? String.valueOf(query)
                : "select " + CopyTable.quoteAll(columns) + " from " + table.toSql() + " limit 0";
    }

    /** The command without what depends on the server, for those who follow it. */
    String toText() {
        return "COPY " + source() + " TO STDOUT";
    }

    private String source() {
        return table == null
                // With an end of line, in case that the query ends in a comment.
                ? "(" + query + "\n)"
                : table.toSql() + (columns.isEmpty() ? "" : " (" + CopyTable.quoteAll(columns) + ")");
    }

    /** The command for a server. */
    String toSql(ServerVersion version) {
        CopyFormat chosen = format == null ? CopyFormat.TEXT : format;
        return "COPY " + source() + " TO STDOUT WITH " + chosen.toSql(version);
    }
}
