package io.pgnative.client;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An option of a COPY in the text or the CSV format, as the SQL command COPY describes it. Options that are not given
 * have the server's defaults. An option that the direction, the format or the server's version does not have is refused
 * by name, before anything is copied.
 */
public final class CopyOption {

    private final String name;
    private final String keyword;
    private final String value;

    private CopyOption(String name, String keyword, String value) {
        this.name = name;
        this.keyword = keyword;
        this.value = value;
    }

    /**
     * The first line holds the names of the columns: it is written, or passed over. CSV; text from server version 15
     * on.
     *
     * @return HEADER
     */
    public static CopyOption header() {
        return new CopyOption("header", "HEADER", "true");
    }

    /**
     * The first line holds the names of the columns, which must be those of the table, in their order. For copying in,
     * from server version 15 on.
     *
     * @return HEADER MATCH
     */
    public static CopyOption headerMatch() {
        return new CopyOption("headerMatch", "HEADER", "match");
    }

    /**
     * What separates columns. Default: tab in text, comma in CSV.
     *
     * @param character a one-byte character
     * @return DELIMITER
     * @throws PgMisuseException for any other character
     */
    public static CopyOption delimiter(char character) {
        return new CopyOption("delimiter", "DELIMITER", character("delimiter", character));
    }

    /**
     * What stands for NULL. Default: {@code \N} in text, nothing without quotes in CSV.
     *
     * @param text without line ends
     * @return NULL
     */
    public static CopyOption nullString(String text) {
        return new CopyOption("nullString", "NULL", literal("nullString", text));
    }

    /**
     * What stands for the column's default value. For copying in, from server version 16 on.
     *
     * @param text without line ends
     * @return DEFAULT
     */
    public static CopyOption defaultString(String text) {
        return new CopyOption("defaultString", "DEFAULT", literal("defaultString", text));
    }

    /**
     * What values are quoted with in CSV. Default: a double quote.
     *
     * @param character a one-byte character
     * @return QUOTE
     * @throws PgMisuseException for any other character
     */
    public static CopyOption quote(char character) {
        return new CopyOption("quote", "QUOTE", character("quote", character));
    }

    /**
     * What stands before a quote within a quoted value of CSV. Default: the quote itself.
     *
     * @param character a one-byte character
     * @return ESCAPE
     * @throws PgMisuseException for any other character
     */
    public static CopyOption escape(char character) {
        return new CopyOption("escape", "ESCAPE", character("escape", character));
    }

    /**
     * Quotes all values of some columns that are not NULL. For copying CSV out.
     *
     * @param columns exact names; none for all columns
     * @return FORCE_QUOTE
     */
    public static CopyOption forceQuote(String... columns) {
        return new CopyOption("forceQuote", "FORCE_QUOTE", columns("forceQuote", columns));
    }

    /**
     * Takes no value of some columns for NULL. For copying CSV in.
     *
     * @param columns exact names; none for all columns, from server version 17 on
     * @return FORCE_NOT_NULL
     */
    public static CopyOption forceNotNull(String... columns) {
        return new CopyOption("forceNotNull", "FORCE_NOT_NULL", columns("forceNotNull", columns));
    }

    /**
     * Takes what stands for NULL for NULL in some columns even where it is quoted. For copying CSV in.
     *
     * @param columns exact names; none for all columns, from server version 17 on
     * @return FORCE_NULL
     */
    public static CopyOption forceNull(String... columns) {
        return new CopyOption("forceNull", "FORCE_NULL", columns("forceNull", columns));
    }

    /**
     * The encoding of the data. Default: UTF-8, which the client speaks.
     *
     * @param name as the server knows it, such as {@code LATIN1}
     * @return ENCODING
     */
    public static CopyOption encoding(String name) {
        return new CopyOption("encoding", "ENCODING", literal("encoding", name));
    }

    /**
     * Stores rows as if they had been frozen, which the server does only in a table that was made or emptied in the
     * same transaction. For copying in.
     *
     * @return FREEZE
     */
    public static CopyOption freeze() {
        return new CopyOption("freeze", "FREEZE", "true");
    }

    /**
     * Passes over rows with values that a column's type does not take; a notice tells how many. For copying in, from
     * server version 17 on.
     *
     * @return ON_ERROR ignore
     */
    public static CopyOption onErrorIgnore() {
        return new CopyOption("onErrorIgnore", "ON_ERROR", "ignore");
    }

    /**
     * Fails when more rows were passed over than this. Together with {@link #onErrorIgnore()}, from server version 18
     * on.
     *
     * @param rows 1 or more
     * @return REJECT_LIMIT
     * @throws PgMisuseException for less
     */
    public static CopyOption rejectLimit(long rows) {
        if (rows < 1) {
            throw new PgMisuseException("rejectLimit must be 1 or more, not " + rows);
        }
        return new CopyOption("rejectLimit", "REJECT_LIMIT", Long.toString(rows));
    }

    /**
     * Sends a notice for each row that is passed over. For copying in, from server version 17 on.
     *
     * @return LOG_VERBOSITY verbose
     */
    public static CopyOption logVerbose() {
        return new CopyOption("logVerbose", "LOG_VERBOSITY", "verbose");
    }

    private static String character(String option, char character) {
        if (character == 0 || character > 127) {
            throw new PgMisuseException(option + " must be a character of one byte, which U+"
                    + String.format("%04X", (int) character) + " is not");
        }
        return literal(option, String.valueOf(character));
    }

    private static String literal(String option, String text) {
        Objects.requireNonNull(text, option + " must not be null");
        if (text.indexOf('\0') >= 0) {
            throw new PgMisuseException(option + " must not hold the character U+0000");
        }
        // The form that means the same whatever standard_conforming_strings is.
        return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    private static String columns(String option, String[] columns) {
        List<String> names = List.copyOf(Arrays.asList(columns));
        for (String name : names) {
            if (name.isEmpty() || name.indexOf('\0') >= 0) {
                throw new PgMisuseException(option + " has an empty column name, or one with the character U+0000");
            }
        }
        return names.isEmpty()
                ? "*"
                : names.stream()
                        .map(name -> '"' + name.replace("\"", "\"\"") + '"')
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    /**
     * What the option is called here.
     *
     * @return the name of the method that made it
     */
    public String name() {
        return name;
    }

    /**
     * The option as the command has it.
     *
     * @return such as {@code DELIMITER E';'}
     */
    public String toSql() {
        return keyword + " " + value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CopyOption that && toSql().equals(that.toSql());
    }

    @Override
    public int hashCode() {
        return toSql().hashCode();
    }

    @Override
    public String toString() {
        return toSql();
    }
}
