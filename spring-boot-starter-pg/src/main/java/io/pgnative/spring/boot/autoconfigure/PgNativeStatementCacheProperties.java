package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.StatementMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Configuration properties of the cache of prepared statements of each connection. */
public class PgNativeStatementCacheProperties {

    /** Number of statements kept prepared on each connection. With 0 no statement is kept. */
    private int size = 100;

    /** Time that a statement stays prepared, however often it is used. With 0 it is unlimited. */
    private Duration maxLifetime = Duration.ofSeconds(300);

    /** Longest text, in characters, of a statement that is kept. With 0 it is unlimited. */
    private int maxSqlLength = 15_360;

    /**
     * Whether statements stay prepared at the server. Defaults to 'named', or to 'unnamed' with pooler mode
     * 'transaction' and with a size of 0.
     */
    private @Nullable StatementMode mode;

    public int getSize() {
        return size;
    }

    public void setSize(int size) {
        this.size = size;
    }

    public Duration getMaxLifetime() {
        return maxLifetime;
    }

    public void setMaxLifetime(Duration maxLifetime) {
        this.maxLifetime = maxLifetime;
    }

    public int getMaxSqlLength() {
        return maxSqlLength;
    }

    public void setMaxSqlLength(int maxSqlLength) {
        this.maxSqlLength = maxSqlLength;
    }

    public @Nullable StatementMode getMode() {
        return mode;
    }

    public void setMode(@Nullable StatementMode mode) {
        this.mode = mode;
    }
}
