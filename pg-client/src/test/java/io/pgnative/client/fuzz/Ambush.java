package io.pgnative.client.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.pgnative.client.fuzz.Mutated.End;
import io.pgnative.client.wire.MessageType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one client meets on its first connection: a conversation, mutated. All of it runs on the loop of the server,
 * except where a method says otherwise.
 */
final class Ambush {

    private static final long TICK_MILLIS = 5;

    private final Conversation conversation;
    private final Mutated mutated;
    private final long patienceNanos;
    private final ScramTranscript.@Nullable Replay scram;
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable ChannelHandlerContext victim;
    private int heard;
    private int asked;
    private int next;
    private int said;
    private long lastNanos;
    private volatile boolean over;
    private volatile boolean usedAfterwards;

    /**
     * Makes one.
     *
     * @param patienceNanos after how long a silence of both sides the connection is closed; 0 for never
     */
    Ambush(Conversation conversation, Mutated mutated, long patienceNanos) {
        this.conversation = conversation;
        this.mutated = mutated;
        this.patienceNanos = patienceNanos;
        ScramTranscript transcript = conversation.scram();
        this.scram = conversation.play().isStartup() && transcript != null ? transcript.new Replay() : null;
    }

    boolean isMet() {
        return victim != null;
    }

    boolean coversStartup() {
        return conversation.play().isStartup();
    }

    /** Whether messages are answered as an honest server would. */
    boolean isOver() {
        return over && mutated.end() == End.STAY;
    }

    void meet(ChannelHandlerContext context) {
        victim = context;
        lastNanos = System.nanoTime();
        if (patienceNanos > 0) {
            context.executor().schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** The start-up is done, and not part of the conversation. */
    void begin() {
        say();
    }

    /** A request to cancel what runs on the connection has come on another one. */
    void hearCancel() {
        lastNanos = System.nanoTime();
        heard++;
        say();
    }

    /** A message has come. */
    void hear(byte type, ByteBuf body) {
        if (victim == null) {
            return;
        }
        lastNanos = System.nanoTime();
        heard++;
        if (type == MessageType.SYNC || type == MessageType.QUERY || type == MessageType.UNTYPED) {
            asked++;
        }
        if (scram != null && type == MessageType.PASSWORD) {
            scram.hear(body.toString(StandardCharsets.UTF_8));
        }
        say();
    }

    /** The query by which it is looked whether the client still trusts the connection. */
    void probed() {
        usedAfterwards = true;
    }

    private void say() {
        ChannelHandlerContext context = victim;
        if (context == null || over) {
            return;
        }
        ByteBuf out = Unpooled.buffer();
        List<Part> parts = mutated.parts();
        while (next < parts.size() && parts.get(next).after() <= heard) {
            byte[] bytes = parts.get(next++).bytes();
            out.writeBytes(scram == null ? bytes : scram.adapted(bytes));
        }
        said += out.readableBytes();
        if (out.isReadable()) {
            write(context, out);
        }
        if (next == parts.size() && mutated.end() != End.STAY) {
            over = true;
            end(context.channel(), mutated.end());
        }
    }

    private void write(ChannelHandlerContext context, ByteBuf out) {
        int piece = mutated.piece();
        while (piece > 0 && out.readableBytes() > piece) {
            context.writeAndFlush(out.readRetainedSlice(piece));
        }
        context.writeAndFlush(out);
    }

    private static void end(Channel channel, End how) {
        if (how == End.RESET) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        if (how != End.SILENCE) {
            channel.close();
        }
    }

    /** Both sides wait for the other, which an honest server would end some day. */
    private void tick() {
        ChannelHandlerContext context = victim;
        if (context == null || !context.channel().isOpen() || mutated.end() == End.SILENCE) {
            return;
        }
        if (!over && System.nanoTime() - lastNanos > patienceNanos) {
            over = true;
            end(context.channel(), (heard & 1) == 0 ? End.CLOSE : End.RESET);
            return;
        }
        context.executor().schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * The calls have ended: what has not been said will not be. Any thread; comes back when all that was is on its way.
     */
    void callsEnded() {
        ChannelHandlerContext context = victim;
        if (context == null) {
            over = true;
            return;
        }
        CountDownLatch flushed = new CountDownLatch(1);
        context.executor().execute(() -> {
            over = true;
            flushed.countDown();
        });
        await(flushed, "the server hangs");
    }

    void closed() {
        ended.countDown();
    }

    /** Waits until the client has closed the connection. Any thread. */
    void awaitClosed() {
        await(ended, "the connection stays open behind a violation");
    }

    private static void await(CountDownLatch latch, String otherwise) {
        try {
            Calls.require(latch.await(30, TimeUnit.SECONDS), otherwise);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What has been said, to be read when the calls have ended. */
    int said() {
        return said;
    }

    /** How many answers that end with ReadyForQuery were asked for. */
    int asked() {
        return asked;
    }

    boolean wasUsedAfterwards() {
        return usedAfterwards;
    }
}
