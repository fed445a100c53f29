package io.pgnative.client.face;

import org.jspecify.annotations.Nullable;

/** What runs on one connection: a connection, or a transaction. */
interface Connected {

    /** Runs statements here. */
    Verbs verbs();

    /** The connection. */
    Borrowed connection();

    /** The transaction that statements run in; null if none was begun through this API. */
    @Nullable Transaction transaction();
}
