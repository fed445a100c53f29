package io.pgnative.client.session.auth;

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
}
