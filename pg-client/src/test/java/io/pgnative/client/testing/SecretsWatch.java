package io.pgnative.client.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/**
 * Looks for {@link Canaries} in every line that is logged while tests run, at TRACE and above though nothing of that is
 * printed, and in the message of every exception of the client. Registered for all tests of all modules; the class of
 * tests that ends next after a find fails.
 */
public final class SecretsWatch implements BeforeAllCallback, AfterAllCallback {

    /** Whose lines are told at all levels: ours and what we stand on. */
    private static final String[] TOLD_IN_FULL = {"io.pgnative.", "io.vertx.", "io.netty."};

    /** A key distribution centre in the tests' own process, and a driver that only the fixtures use. */
    private static final String[] NOT_OURS = {"org.apache.kerby", "org.postgresql"};

    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();
    private static final LineFilter FILTER = new LineFilter();

    /** For the life of the process. */
    private static @Nullable RecordingStream exceptions;

    /** For the service loader of JUnit. */
    public SecretsWatch() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        watchLines();
        watchExceptions();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        // What an application of a test has done to the log is undone for the next one.
        watchLines();
        String found = FOUND.poll();
        if (found != null) {
            throw new AssertionError("a secret was shown: " + found + " (and " + FOUND.size() + " more)");
        }
    }

    /** Takes the next find away, for the test of this. */
    static @Nullable String takeFound() {
        return FOUND.poll();
    }

    private static synchronized void watchLines() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext log
                && !log.getTurboFilterList().contains(FILTER)) {
            FILTER.start();
            log.addTurboFilter(FILTER);
        }
    }

    private static synchronized void watchExceptions() {
        if (exceptions == null) {
            RecordingStream stream = new RecordingStream();
            stream.enable("jdk.JavaExceptionThrow").withoutStackTrace();
            stream.onEvent("jdk.JavaExceptionThrow", SecretsWatch::exception);
            stream.setReuse(true);
            stream.startAsync();
            exceptions = stream;
        }
    }

    private static void exception(RecordedEvent event) {
        String message = event.getString("message");
        String type = event.getClass("thrownClass").getName();
        if (message != null && type.startsWith("io.pgnative.")) {
            look("the message of a " + type, message);
        }
    }

    private static void look(String where, String text) {
        String kind = Canaries.in(text);
        if (kind != null) {
            FOUND.add("a " + kind + " in " + where);
        }
    }

    /** Sees each call of a logger, also those below its level. */
    private static final class LineFilter extends TurboFilter {

        @Override
        public FilterReply decide(
                @Nullable Marker marker,
                Logger logger,
                Level level,
                @Nullable String format,
                Object @Nullable [] params,
                @Nullable Throwable failure) {
            String name = logger.getName();
            if (format == null) {
                // The question whether a level is on: what is said only then is to be seen, too.
                return startsWith(name, TOLD_IN_FULL) ? FilterReply.ACCEPT : FilterReply.NEUTRAL;
            }
            if (!startsWith(name, NOT_OURS)) {
                String line = MessageFormatter.arrayFormat(format, params).getMessage();
                look(level + " of " + name + ": " + format, line);
                Throwable last = failure != null ? failure : lastOf(params);
                if (last != null) {
                    look(
                            "the exception of " + level + " of " + name + ": " + format,
                            ThrowableProxyUtil.asString(new ThrowableProxy(last)));
                }
            }
            return FilterReply.NEUTRAL;
        }

        private static @Nullable Throwable lastOf(Object @Nullable [] params) {
            return params != null && params.length > 0 && params[params.length - 1] instanceof Throwable last
                    ? last
                    : null;
        }

        private static boolean startsWith(String name, String[] prefixes) {
            for (String prefix : prefixes) {
                if (name.startsWith(prefix)) {
                    return true;
                }
            }
            return false;
        }
    }
}
