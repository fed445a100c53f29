package io.pgnative.client.session;

import org.jspecify.annotations.Nullable;

/** Takes the arguments of a statement from an element of the rows of a batch. */
@FunctionalInterface
public interface RowArguments {

    /** From arrays, lists and records, by position. */
    RowArguments BY_POSITION = RecordArguments::ofRow;

    /**
     * Takes the arguments.
     *
     * @param row an element
     * @return the values of {@code $1}, {@code $2}, ...
     * @throws io.pgnative.client.PgDataException when it is nothing to take them from
     */
    @Nullable Object[] of(@Nullable Object row);
}
