package io.pgnative.client.session;

abstract class PgSession implements Session {
    abstract void abandoned(Request<?> request);
}
