package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgLsn;
import java.util.List;

/** {@code pg_lsn}: the position in 64 bits without a sign. */
final class PgLsnType extends ScalarCodec {

    private PgLsnType() {
        super(3220, 3221, "pg_lsn", PgLsn.class, Alternatives.builder().build());
    }

    static List<ScalarCodec> codecs() {
        return List.of(new PgLsnType());
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        if (value instanceof PgLsn lsn) {
            out.writeLong(lsn.value());
        } else if (value instanceof CharSequence text) {
            out.writeLong(Given.valid(() -> PgLsn.parse(text)).value());
        } else {
            throw doesNotTake(value, "a PgLsn or its text");
        }
    }

    @Override
    public PgLsn decode(byte[] bytes, int offset, int length) {
        expectLength(length, 8);
        return new PgLsn(Bytes.getLong(bytes, offset));
    }
}
