package io.pgnative.client.session;

import io.pgnative.client.PgOptions;
import io.pgnative.client.result.RowBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where the exchanges of a session gather rows.
 *
 * @param buffer the session's, empty whenever answers to an exchange begin
 * @param limits how many rows are asked for and kept at a time
 * @param limit the largest result that is collected; null for no limit
 */
record Gathering(
        RowBuffer buffer, PgOptions.Limits limits, @Nullable ResultLimit limit) {

    Gathering(RowBuffer buffer, PgOptions.Limits limits) {
        this(buffer, limits, ResultLimit.of(limits));
    }
}
