package io.pgnative.benchmarks.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.pgnative.benchmarks.Caller;
import io.pgnative.benchmarks.Dataset;
import io.pgnative.benchmarks.Query;
import io.pgnative.benchmarks.Query.Argument;
import io.pgnative.benchmarks.ServerAddress;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** A connection of {@link FloorPeer}: logs in, prepares the statement, and serves its callers in order. */
final class FloorConnection extends ChannelInboundHandlerAdapter {

    private static final String STATEMENT = "s";
    private static final int HEADER = 5;

    private final ServerAddress server;
    private final Query query;
    private final List<Caller> callers;
    private final Queue<Caller> sent = new ArrayDeque<>();
    private final ByteBuf header = Unpooled.buffer(HEADER, HEADER);
    private ByteBuf prebuilt = Unpooled.EMPTY_BUFFER;
    private int argumentIndex;
    private int toSkip;
    private int rows;
    private int readies;

    FloorConnection(ServerAddress server, Query query, List<Caller> callers) {
        this.server = server;
        this.query = query;
        this.callers = callers;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ByteBuf startup = context.alloc().buffer();
        startup.writeInt(0).writeInt(3 << 16);
        for (String part : List.of("user", server.user(), "database", server.database())) {
            text(startup, part);
        }
        startup.writeByte(0).setInt(0, startup.writerIndex());
        context.writeAndFlush(startup, context.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            while (in.isReadable()) {
                if (toSkip > 0) {
                    int skipped = Math.min(toSkip, in.readableBytes());
                    in.skipBytes(skipped);
                    toSkip -= skipped;
                } else {
                    header.writeBytes(in, Math.min(header.writableBytes(), in.readableBytes()));
                    if (!header.isWritable()) {
                        toSkip = header.getInt(1) - Integer.BYTES;
                        byte type = header.getByte(0);
                        header.clear();
                        header(context, type, in);
                    }
                }
            }
        } finally {
            in.release();
        }
    }

    private void header(ChannelHandlerContext context, byte type, ByteBuf in) {
        switch (type) {
            case 'D' -> rows++;
            case 'E' -> fail(new IllegalStateException("the server answered with an error"));
            case 'R' -> {
                // The first answer comes alone, and whole: it is nine bytes.
                if (in.getInt(in.readerIndex()) != 0) {
                    fail(new IllegalStateException("the floor can log in only where no password is asked for"));
                }
            }
            case 'Z' -> ready(context);
            default -> {}
        }
    }

    private void ready(ChannelHandlerContext context) {
        readies++;
        if (readies == 1) {
            prepare(context);
        } else if (readies == 2) {
            prebuilt = call();
            callers.forEach(caller -> next(context, caller));
        } else {
            Caller caller = sent.remove();
            if (rows < leastRows()) {
                caller.failed(new IllegalStateException("only " + rows + " rows"));
                return;
            }
            rows = 0;
            caller.completedUnread();
            next(context, caller);
        }
    }

    private void next(ChannelHandlerContext context, Caller caller) {
        if (!caller.next()) {
            return;
        }
        long wait = caller.nanosUntilDue();
        if (wait <= 0) {
            send(context, caller);
        } else {
            Clock.TIMER.schedule(
                    () -> context.executor().execute(() -> send(context, caller)), wait, TimeUnit.NANOSECONDS);
        }
    }

    private void send(ChannelHandlerContext context, Caller caller) {
        ByteBuf out = context.alloc().buffer(prebuilt.readableBytes()).writeBytes(prebuilt, 0, prebuilt.writerIndex());
        if (query.argument() == Argument.INT8) {
            out.setLong(argumentIndex, caller.key());
        } else if (query.argument() == Argument.INT4) {
            out.setInt(argumentIndex, (int) caller.key());
        }
        sent.add(caller);
        context.writeAndFlush(out, context.voidPromise());
    }

    private void prepare(ChannelHandlerContext context) {
        ByteBuf out = context.alloc().buffer();
        int parse = begin(out, 'P');
        text(out, STATEMENT);
        text(out, query.sql());
        out.writeShort(0);
        end(out, parse);
        end(out, begin(out, 'S'));
        context.writeAndFlush(out, context.voidPromise());
    }

    private ByteBuf call() {
        ByteBuf out = Unpooled.buffer();
        int bind = begin(out, 'B');
        text(out, "");
        text(out, STATEMENT);
        out.writeShort(1).writeShort(1); // all arguments in binary
        int length =
                switch (query.argument()) {
                    case NONE -> 0;
                    case INT8 -> Long.BYTES;
                    case INT4 -> Integer.BYTES;
                    case ROWS -> throw new IllegalArgumentException("many rows of arguments");
                };
        out.writeShort(length == 0 ? 0 : 1);
        if (length > 0) {
            out.writeInt(length);
            argumentIndex = out.writerIndex();
            out.writeZero(length);
        }
        out.writeShort(1).writeShort(1); // all columns in binary
        end(out, bind);
        int execute = begin(out, 'E');
        text(out, "");
        out.writeInt(0);
        end(out, execute);
        end(out, begin(out, 'S'));
        return out;
    }

    private static int begin(ByteBuf out, char type) {
        out.writeByte(type);
        int length = out.writerIndex();
        out.writeInt(0);
        return length;
    }

    private static void end(ByteBuf out, int length) {
        out.setInt(length, out.writerIndex() - length);
    }

    private static void text(ByteBuf out, String text) {
        out.writeCharSequence(text, StandardCharsets.UTF_8);
        out.writeByte(0);
    }

    private int leastRows() {
        return switch (query) {
            case ITEMS -> Dataset.PAGE;
            case SERIES -> Dataset.SERIES;
            case DOCUMENTS, VECTORS -> 100;
            case TYPES -> 600;
            default -> 1;
        };
    }

    /** Ends all its callers. */
    void fail(Throwable cause) {
        callers.forEach(caller -> caller.failed(cause));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        // Without effect on callers that have ended.
        if (!sent.isEmpty() || readies < 2) {
            fail(new EOFException("the server closed the connection"));
        }
    }
}
