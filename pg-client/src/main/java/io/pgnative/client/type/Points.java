package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.Point;
import java.util.ArrayList;
import java.util.List;

/** Points within the geometric types: abscissa and ordinate as {@code float8}; as text, between parentheses. */
final class Points {

    static final int LENGTH = 2 * Double.BYTES;

    private static final int COUNT = 4;

    private Points() {}

    static void write(Point point, ByteBuf out) {
        out.writeDouble(point.x());
        out.writeDouble(point.y());
    }

    static Point read(byte[] bytes, int offset) {
        return new Point(Bytes.getDouble(bytes, offset), Bytes.getDouble(bytes, offset + Double.BYTES));
    }

    static Point scan(TextScanner in) {
        in.expect('(');
        double x = in.float8(",");
        in.expect(',');
        double y = in.float8(")");
        in.expect(')');
        return new Point(x, y);
    }

    /** How many there are in 32 bits, then the points. */
    static void writeAll(List<Point> points, String typeName, ByteBuf out) {
        if (points.isEmpty()) {
            throw new EncodeException("is no " + typeName + ": it has no points");
        }
        out.writeInt(points.size());
        for (Point point : points) {
            write(point, out);
        }
    }

    static List<Point> readAll(byte[] bytes, int offset, int length, String typeName) {
        int count = length < COUNT ? -1 : Bytes.getInt(bytes, offset);
        if (count < 0 || length - COUNT != (long) count * LENGTH) {
            throw new DecodeException(
                    "malformed " + typeName + ": its length does not agree with its number of points");
        }
        List<Point> points = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            points.add(read(bytes, offset + COUNT + i * LENGTH));
        }
        return points;
    }

    /** Points with commas between, up to the end of the list. */
    static List<Point> scanAll(TextScanner in, char end) {
        List<Point> points = new ArrayList<>();
        do {
            points.add(scan(in));
        } while (in.accept(','));
        in.expect(end);
        return points;
    }
}
