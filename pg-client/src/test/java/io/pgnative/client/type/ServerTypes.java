package io.pgnative.client.type;

import io.pgnative.client.BlockingPgClient;
import io.vertx.core.buffer.Buffer;

/** Types as a server has them, for tests: their OIDs, and values as it sends and prints them. */
final class ServerTypes {

    private final BlockingPgClient pg;

    ServerTypes(BlockingPgClient pg) {
        this.pg = pg;
    }

    int oid(String type) {
        return pg.fetchValue(Long.class, "select '" + type + "'::regtype::oid")
                .orElseThrow()
                .intValue();
    }

    /** Of the type whose OID the server gave it, with the scalars that are known from the beginning. */
    ArrayCodec array(String elementType, Codec element) {
        return new ArrayCodec(oid(elementType + "[]"), elementType + "[]", element, ',');
    }

    /** The bytes of a value in the binary format. */
    byte[] binary(String type, String expression) {
        String function = pg.fetchValue(
                        String.class,
                        "select typsend::oid::regproc::text from pg_type where oid = '" + type + "'::regtype")
                .orElseThrow();
        return pg.fetchValue(Buffer.class, "select " + function + "((" + expression + ")::" + type + ")")
                .orElseThrow()
                .getBytes();
    }

    String text(String type, String expression) {
        return pg.fetchValue(String.class, "select (" + expression + ")::" + type + "::text")
                .orElseThrow();
    }

    /** Whether a text is taken for the same value. */
    boolean isSame(String type, String text, String expression) {
        return pg.fetchValue(
                        Boolean.class,
                        "select record_image_eq(row(($1::text)::" + type + "), row((" + expression + ")::" + type
                                + "))",
                        text)
                .orElseThrow();
    }
}
