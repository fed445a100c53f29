package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.Column;
import io.pgnative.client.wire.frontend.Bind;
import io.pgnative.client.wire.frontend.Close;
import io.pgnative.client.wire.frontend.Execute;
import io.pgnative.client.wire.frontend.Parse;
import io.pgnative.client.wire.frontend.Target;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A named portal at the server, from which rows are taken bit by bit. One that Bind has made lives as long as its
 * transaction; one that is held was made by {@code DECLARE ... WITH HOLD} and lives as long as the connection.
 */
public final class Portal {

    /** Backends that are shared through a pooler may hold cursors of several clients. */
    private static final String PREFIX =
            "pgn_" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()) + "_";

    private static final AtomicLong COUNT = new AtomicLong();

    private final PgSession session;
    private final String name;
    private final String sql;
    private final boolean isHeld;
    private final StatementDescription description;
    private volatile boolean isExhausted;
    private volatile boolean isLost;
    private boolean isClosing;

    Portal(PgSession session, String name, String sql, boolean isHeld, StatementDescription description) {
        this.session = session;
        this.name = name;
        this.sql = sql;
        this.isHeld = isHeld;
        this.description = description;
    }

    /** A name that no other portal has. */
    static String newName() {
        return PREFIX + COUNT.incrementAndGet();
    }

    /**
     * The name, which SQL knows it by as well.
     *
     * @return a plain identifier
     */
    public String name() {
        return name;
    }

    /**
     * What its rows look like.
     *
     * @return an unmodifiable list
     */
    public List<Column> columns() {
        return description.shape().columns();
    }

    /**
     * Whether it has given its last row, or was closed.
     *
     * @return true if it gives nothing more
     */
    public boolean isExhausted() {
        return isExhausted;
    }

    /** It gives nothing more, and is closed, with the next exchange at the latest. Any thread. */
    public void exhausted() {
        isExhausted = true;
        closeLater();
    }

    /** Rows have come out of it that nobody was given. */
    void lost() {
        isLost = true;
    }

    /** Whether rows would be missing between those that were given and those to come. */
    boolean isLost() {
        return isLost;
    }

    /** Has the server close it along with the next exchange: nothing is sent for this alone. Any thread. */
    void closeLater() {
        session.onLoop(() -> {
            if (!isClosing && session.isOpen()) {
                isClosing = true;
                session.statements.closeLater(new Close(Target.PORTAL, name));
            }
        });
    }

    String sql() {
        return sql;
    }

    StatementDescription description() {
        return description;
    }

    boolean isHeld() {
        return isHeld;
    }

    /** Appends what gives the next rows. */
    void writeFetch(ByteBuf out, int rows) {
        if (isHeld) {
            // Execute would give the rows of a declared cursor as text.
            new Parse("", "FETCH FORWARD " + rows + " FROM " + name, List.of()).write(out);
            writeBind(out, description.resultFormats());
            new Execute("", 0).write(out);
        } else {
            new Execute(name, rows).write(out);
        }
    }

    private static void writeBind(ByteBuf out, byte[] resultFormats) {
        int start = out.writerIndex();
        new Bind("", "", List.of(), List.of(), List.of()).write(out);
        // The last field is the number of result formats, none.
        out.writerIndex(out.writerIndex() - Short.BYTES).writeBytes(resultFormats);
        out.setInt(start + 1, out.writerIndex() - start - 1);
    }

    static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "portal " + name + (isExhausted ? ", exhausted" : "");
    }
}
