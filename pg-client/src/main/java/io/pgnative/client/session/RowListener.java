package io.pgnative.client.session;

import io.pgnative.client.result.ResultRows;
import org.jspecify.annotations.Nullable;

/** Is given what a {@link RowSource} has, on the session's event loop. It must not throw. */
public interface RowListener {

    /**
     * A batch that was asked for, or the last rows before the end.
     *
     * @param batch at least one row
     * @param isLast whether the end follows without another batch being asked for
     */
    void rows(ResultRows batch, boolean isLast);

    /**
     * There is nothing more, and the server is ready for the next statement. Called once, on any thread if no session
     * has taken the statement.
     *
     * @param failure why there is nothing more; null when all rows were given
     */
    void ended(@Nullable Throwable failure);
}
