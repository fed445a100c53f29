package io.pgnative.client.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which statement a request runs.
 *
 * @param sql its text
 * @param names what its arguments are called in messages; empty when they have no names
 * @param own the one that a user has prepared himself; null for one that the session prepares and keeps by its text
 */
record StatementSource(
        String sql, List<String> names, @Nullable OwnStatement own) {

    static StatementSource text(String sql, List<String> names) {
        return new StatementSource(sql, names, null);
    }

    static StatementSource of(OwnStatement own) {
        return new StatementSource(own.sql(), List.of(), own);
    }
}
