package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.Path;
import io.pgnative.client.Polygon;
import java.util.List;

/** {@code path}: a byte that is 1 when it is closed, then its points. {@code polygon}: its points. */
final class PathTypes {

    private PathTypes() {}

    static List<ScalarCodec> codecs() {
        return List.of(new PathCodec(), new PolygonCodec());
    }

    private static final class PathCodec extends ScalarCodec {

        PathCodec() {
            super(602, 1019, "path", Path.class, Alternatives.builder().build());
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            if (!(value instanceof Path path)) {
                throw doesNotTake(value, "a Path");
            }
            out.writeByte(path.closed() ? 1 : 0);
            Points.writeAll(path.points(), typeName(), out);
        }

        @Override
        void encodeText(String text, ByteBuf out) {
            TextScanner in = new TextScanner(text, typeName());
            boolean closed = in.accept('(');
            if (!closed) {
                in.expect('[');
            }
            Path path = new Path(Points.scanAll(in, closed ? ')' : ']'), closed);
            in.expectEnd();
            encode(path, out);
        }

        @Override
        public Path decode(byte[] bytes, int offset, int length) {
            if (length < 1 || (bytes[offset] & ~1) != 0) {
                throw new DecodeException("malformed path: neither open nor closed");
            }
            return new Path(Points.readAll(bytes, offset + 1, length - 1, typeName()), bytes[offset] == 1);
        }
    }

    private static final class PolygonCodec extends ScalarCodec {

        PolygonCodec() {
            super(604, 1027, "polygon", Polygon.class, Alternatives.builder().build());
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            if (!(value instanceof Polygon polygon)) {
                throw doesNotTake(value, "a Polygon");
            }
            Points.writeAll(polygon.points(), typeName(), out);
        }

        @Override
        void encodeText(String text, ByteBuf out) {
            TextScanner in = new TextScanner(text, typeName());
            in.expect('(');
            Polygon polygon = new Polygon(Points.scanAll(in, ')'));
            in.expectEnd();
            encode(polygon, out);
        }

        @Override
        public Polygon decode(byte[] bytes, int offset, int length) {
            return new Polygon(Points.readAll(bytes, offset, length, typeName()));
        }
    }
}
