package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code pg_snapshot} and, of the same format, the older {@code txid_snapshot}: the number of transactions in progress
 * in 32 bits; xmin, xmax and those transactions in 64 bits each.
 */
final class SnapshotTypes {

    private SnapshotTypes() {}

    static List<ScalarCodec> codecs() {
        return List.of(new SnapshotCodec(5038, 5039, "pg_snapshot"), new SnapshotCodec(2970, 2949, "txid_snapshot"));
    }

    private static final class SnapshotCodec extends ScalarCodec {

        private static final int HEADER = 20;

        SnapshotCodec(int oid, int arrayOid, String typeName) {
            super(
                    oid,
                    arrayOid,
                    typeName,
                    PgSnapshot.class,
                    Alternatives.builder().build());
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            if (!(value instanceof PgSnapshot snapshot)) {
                throw doesNotTake(value, "a PgSnapshot");
            }
            write(snapshot, out);
        }

        private static void write(PgSnapshot snapshot, ByteBuf out) {
            out.writeInt(snapshot.inProgress().size());
            out.writeLong(snapshot.xmin());
            out.writeLong(snapshot.xmax());
            for (long transaction : snapshot.inProgress()) {
                out.writeLong(transaction);
            }
        }

        @Override
        void encodeText(String text, ByteBuf out) {
            String[] parts = text.split(":", -1);
            if (parts.length != 3) {
                throw malformedText();
            }
            List<Long> inProgress = new ArrayList<>();
            if (!parts[2].isEmpty()) {
                for (String transaction : parts[2].split(",", -1)) {
                    inProgress.add(number(transaction));
                }
            }
            write(new PgSnapshot(number(parts[0]), number(parts[1]), inProgress), out);
        }

        private static long number(String text) {
            try {
                return Long.parseUnsignedLong(text);
            } catch (NumberFormatException e) {
                throw malformedText();
            }
        }

        private static EncodeException malformedText() {
            return new EncodeException("is no snapshot: expected xmin:xmax: and the transactions in progress");
        }

        @Override
        public PgSnapshot decode(byte[] bytes, int offset, int length) {
            if (length < HEADER) {
                throw new DecodeException("malformed " + typeName() + ": its header is cut off");
            }
            int count = Bytes.getInt(bytes, offset);
            if (count < 0 || count != (length - HEADER) / 8 || (length - HEADER) % 8 != 0) {
                throw new DecodeException(
                        "malformed " + typeName() + ": its length does not agree with its number of transactions");
            }
            List<Long> inProgress = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                inProgress.add(Bytes.getLong(bytes, offset + HEADER + 8 * i));
            }
            return new PgSnapshot(Bytes.getLong(bytes, offset + 4), Bytes.getLong(bytes, offset + 12), inProgress);
        }
    }
}
