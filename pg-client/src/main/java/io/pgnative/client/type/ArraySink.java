package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where the elements of an array go that is sent. */
abstract class ArraySink {

    final Codec element;

    private ArraySink(Codec element) {
        this.element = element;
    }

    /** Before all else, for an array whose subscripts do not begin at 1. */
    abstract void bounds(int[] lengths, int[] lowerBounds);

    /** Begins a part, which is the whole or an array within. */
    abstract void enter();

    /** Ends a part. */
    abstract void leave();

    /** Before the first element. */
    abstract void begin(int dimensions);

    abstract void write(@Nullable Object value);

    abstract void writeLong(long value);

    abstract void writeDouble(double value);

    /**
     * After the last element.
     *
     * @param lengths of at least the dimensions that were begun
     */
    abstract void end(int[] lengths);

    /** Writes the header with blanks, then elements, and fills the blanks in at the end. */
    static final class Binary extends ArraySink {

        private final ByteBuf out;
        private final int begin;
        private int dimensions;
        private boolean hasNulls;
        private int @Nullable [] lowerBounds;

        Binary(Codec element, ByteBuf out) {
            super(element);
            this.out = out;
            this.begin = out.writerIndex();
        }

        @Override
        void bounds(int[] lengths, int[] bounds) {
            lowerBounds = bounds;
        }

        @Override
        void enter() {
            // The header tells the shape.
        }

        @Override
        void leave() {
            // The header tells the shape.
        }

        @Override
        void begin(int count) {
            dimensions = count;
            out.writeZero(ArrayFormat.firstElement(count));
        }

        @Override
        void write(@Nullable Object value) {
            if (value == null) {
                hasNulls = true;
                out.writeInt(ArrayFormat.NULL);
                return;
            }
            int start = startElement();
            element.encode(value, out);
            endElement(start);
        }

        @Override
        void writeLong(long value) {
            int start = startElement();
            element.encodeLong(value, out);
            endElement(start);
        }

        @Override
        void writeDouble(double value) {
            int start = startElement();
            element.encodeDouble(value, out);
            endElement(start);
        }

        /** An element in its text form. */
        void writeText(@Nullable String text) {
            if (text == null) {
                write(null);
                return;
            }
            int start = startElement();
            element.encodeText(text, out);
            endElement(start);
        }

        private int startElement() {
            int start = out.writerIndex();
            out.writeInt(0);
            return start;
        }

        private void endElement(int start) {
            out.setInt(start, out.writerIndex() - start - 4);
        }

        @Override
        void end(int[] lengths) {
            if (dimensions == 0) {
                out.writeZero(ArrayFormat.HEADER);
            }
            out.setInt(begin, dimensions);
            out.setInt(begin + 4, hasNulls ? 1 : 0);
            out.setInt(begin + 8, element.oid());
            for (int i = 0; i < dimensions; i++) {
                int at = begin + ArrayFormat.firstElement(i);
                out.setInt(at, lengths[i]);
                out.setInt(at + 4, lowerBounds == null ? 1 : lowerBounds[i]);
            }
        }
    }

    /** Writes the text form. */
    static final class Text extends ArraySink {

        private final StringBuilder out = new StringBuilder();
        private final char delimiter;
        private boolean empty = true;
        private boolean delimit;

        Text(Codec element, char delimiter) {
            super(element);
            this.delimiter = delimiter;
        }

        @Override
        void bounds(int[] lengths, int[] lowerBounds) {
            if (!Arrays.stream(lowerBounds).allMatch(bound -> bound == 1)) {
                ArrayText.appendBounds(out, lengths, lowerBounds);
            }
        }

        @Override
        void enter() {
            separate();
            out.append('{');
            delimit = false;
        }

        @Override
        void leave() {
            out.append('}');
            delimit = true;
        }

        @Override
        void begin(int dimensions) {
            empty = false;
        }

        @Override
        void write(@Nullable Object value) {
            writeText(value == null ? null : element.formatText(value));
        }

        @Override
        void writeLong(long value) {
            writeText(element.formatText(value));
        }

        @Override
        void writeDouble(double value) {
            writeText(element.formatText(value));
        }

        /** An element in its text form. */
        void writeText(@Nullable String text) {
            separate();
            ArrayText.appendElement(out, text, delimiter);
            delimit = true;
        }

        private void separate() {
            if (delimit) {
                out.append(delimiter);
            }
        }

        @Override
        void end(int[] lengths) {
            if (empty) {
                out.setLength(0);
                out.append("{}");
            }
        }

        @Override
        public String toString() {
            return out.toString();
        }
    }
}
