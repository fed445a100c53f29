package io.pgnative.client.session;

import io.pgnative.client.PgServerException;
import io.pgnative.client.SqlState;

/** What errors of the server say of types that were learnt. */
final class TypeFailures {

    private static final String DATATYPE_MISMATCH = "42804";
    private static final String UNDEFINED_OBJECT = "42704";
    private static final String INVALID_TEXT_REPRESENTATION = "22P02";
    private static final String INTERNAL_ERROR = "XX000";

    private TypeFailures() {}

    /**
     * Whether a type may not be what it was: dropped, made anew under its name, or altered. Where the error has another
     * reason, the types are looked up once more for nothing.
     */
    static boolean doubtsTypes(PgServerException failure) {
        return switch (failure.sqlState()) {
            // Of composites and arrays in binary form; and by functions that were compiled for the old type.
            case DATATYPE_MISMATCH, UNDEFINED_OBJECT -> true;
            // The message of an internal error is not translated.
            case INTERNAL_ERROR -> String.valueOf(failure.getMessage()).startsWith("cache lookup failed for type");
            case INVALID_TEXT_REPRESENTATION -> "record_in".equals(failure.routine());
            default -> isResultChanged(failure);
        };
    }

    /** Whether the columns of a prepared statement are not those that it was prepared with; nothing has run. */
    static boolean isResultChanged(PgServerException failure) {
        return failure.sqlState().equals(SqlState.FEATURE_NOT_SUPPORTED)
                && "RevalidateCachedQuery".equals(failure.routine());
    }
}
