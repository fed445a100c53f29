package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.Box;
import io.pgnative.client.Circle;
import io.pgnative.client.Line;
import io.pgnative.client.LineSegment;
import io.pgnative.client.Point;
import java.util.List;

/** The geometric types of fixed length: two to four numbers as {@code float8}. */
final class GeometricTypes {

    private GeometricTypes() {}

    static List<ScalarCodec> codecs() {
        return List.of(new PointCodec(), new LineCodec(), new LineSegmentCodec(), new BoxCodec(), new CircleCodec());
    }

    private abstract static class GeometricCodec extends ScalarCodec {

        private final int numbers;

        GeometricCodec(int oid, int arrayOid, String typeName, Class<?> javaType, int numbers) {
            super(oid, arrayOid, typeName, javaType, Alternatives.builder().build());
            this.numbers = numbers;
        }

        abstract Object make(byte[] bytes, int offset);

        abstract Object scan(TextScanner in);

        @Override
        public final Object decode(byte[] bytes, int offset, int length) {
            expectLength(length, numbers * Double.BYTES);
            return make(bytes, offset);
        }

        @Override
        final void encodeText(String text, ByteBuf out) {
            TextScanner in = new TextScanner(text, typeName());
            Object value = scan(in);
            in.expectEnd();
            encode(value, out);
        }
    }

    private static final class PointCodec extends GeometricCodec {

        PointCodec() {
            super(600, 1017, "point", Point.class, 2);
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            if (!(value instanceof Point point)) {
                throw doesNotTake(value, "a Point");
            }
            Points.write(point, out);
        }

        @Override
        Object make(byte[] bytes, int offset) {
            return Points.read(bytes, offset);
        }

        @Override
        Object scan(TextScanner in) {
            return Points.scan(in);
        }
    }

    private static final class LineCodec extends GeometricCodec {

        LineCodec() {
            super(628, 629, "line", Line.class, 3);
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            if (!(value instanceof Line line)) {
                throw doesNotTake(value, "a Line");
            }
            if (line.a() == 0 && line.b() == 0) {
                throw new EncodeException("is no line: a and b are both 0");
            }
            out.writeDouble(line.a());
            out.writeDouble(line.b());
            out.writeDouble(line.c());
        }

        @Override
        Object make(byte[] bytes, int offset) {
            return new Line(
                    Bytes.getDouble(bytes, offset),
                    Bytes.getDouble(bytes, offset + Double.BYTES),
                    Bytes.getDouble(bytes, offset + 2 * Double.BYTES));
        }

        @Override
        Object scan(TextScanner in) {
            in.expect('{');
            double a = in.float8(",");
            in.expect(',');
            double b = in.float8(",");
            in.expect(',');
            double c = in.float8("}");
            in.expect('}');
            return new Line(a, b, c);
        }
    }

    private static final class LineSegmentCodec extends GeometricCodec {

        LineSegmentCodec() {
            super(601, 1018, "lseg", LineSegment.class, 4);
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            if (!(value instanceof LineSegment segment)) {
                throw doesNotTake(value, "a LineSegment");
            }
            Points.write(segment.start(), out);
            Points.write(segment.end(), out);
        }

        @Override
        Object make(byte[] bytes, int offset) {
            return new LineSegment(Points.read(bytes, offset), Points.read(bytes, offset + Points.LENGTH));
        }

        @Override
        Object scan(TextScanner in) {
            in.expect('[');
            Point start = Points.scan(in);
            in.expect(',');
            Point end = Points.scan(in);
            in.expect(']');
            return new LineSegment(start, end);
        }
    }

    private static final class BoxCodec extends GeometricCodec {

        BoxCodec() {
            super(603, 1020, "box", Box.class, 4);
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            if (!(value instanceof Box box)) {
                throw doesNotTake(value, "a Box");
            }
            Points.write(box.high(), out);
            Points.write(box.low(), out);
        }

        @Override
        Object make(byte[] bytes, int offset) {
            return new Box(Points.read(bytes, offset), Points.read(bytes, offset + Points.LENGTH));
        }

        @Override
        Object scan(TextScanner in) {
            Point high = Points.scan(in);
            in.expect(',');
            return new Box(high, Points.scan(in));
        }
    }

    private static final class CircleCodec extends GeometricCodec {

        CircleCodec() {
            super(718, 719, "circle", Circle.class, 3);
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            if (!(value instanceof Circle circle)) {
                throw doesNotTake(value, "a Circle");
            }
            if (circle.radius() < 0) {
                throw new EncodeException("is no circle: the radius is negative");
            }
            Points.write(circle.center(), out);
            out.writeDouble(circle.radius());
        }

        @Override
        Object make(byte[] bytes, int offset) {
            return new Circle(Points.read(bytes, offset), Bytes.getDouble(bytes, offset + Points.LENGTH));
        }

        @Override
        Object scan(TextScanner in) {
            in.expect('<');
            Point center = Points.scan(in);
            in.expect(',');
            double radius = in.float8(">");
            in.expect('>');
            return new Circle(center, radius);
        }
    }
}
