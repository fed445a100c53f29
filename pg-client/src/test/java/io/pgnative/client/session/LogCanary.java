package io.pgnative.client.session;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Hears all that the client logs, for tests that look for secrets in it. */
final class LogCanary {

    private static final List<String> LOGGERS = List.of("io.pgnative", "io.vertx", "io.netty");

    private LogCanary() {}

    /**
     * What is logged at TRACE and above while something runs, also by what the client stands on: messages with their
     * exceptions, causes among them.
     */
    static List<String> during(Runnable work) {
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        heard.start();
        Map<Logger, Level> before = new HashMap<>();
        for (String name : LOGGERS) {
            Logger logger = (Logger) LoggerFactory.getLogger(name);
            before.put(logger, logger.getLevel());
            logger.addAppender(heard);
            logger.setAdditive(false);
            logger.setLevel(Level.TRACE);
        }
        try {
            work.run();
            LoggerFactory.getLogger(LOGGERS.get(0)).info("the end");
        } finally {
            before.forEach((logger, level) -> {
                logger.setLevel(level);
                logger.setAdditive(true);
                logger.detachAppender(heard);
            });
        }
        return List.copyOf(heard.list).stream()
                .map(event -> event.getThreadName() + ": " + event.getFormattedMessage() + "\n"
                        + ThrowableProxyUtil.asString(event.getThrowableProxy()))
                .toList();
    }

    /** The hash that a server keeps of an MD5 password, of which the salted one is made. */
    static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
