package io.pgnative.client.session.auth;

import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.frontend.FrontendMessage;
import java.util.concurrent.Callable;

/** What is due after a message of the server. */
public sealed interface LoginStep {

    /** Nothing: the server has more to say. */
    record Listen() implements LoginStep {}

    /**
     * To be sent at once.
     *
     * @param message the answer
     */
    record Answer(FrontendMessage message) implements LoginStep {}

    /**
     * To be computed on a worker thread, sent, and told to {@link Login#proven}.
     *
     * @param answer takes milliseconds of CPU
     */
    record Compute(Callable<FrontendMessage> answer) implements LoginStep {}

    /**
     * A token of GSSAPI, to be made on a thread that may wait for a KDC, and told to {@link Login#tokenMade}.
     *
     * @param exchange makes it
     * @param received the server's token; empty at first, when nothing may come before ours is sent. Later messages may
     *     follow the server's last token at once, and are to be kept until that is judged
     */
    record Token(GssExchange exchange, Bytes received) implements LoginStep {}
}
