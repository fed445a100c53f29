package io.pgnative.client.session;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Hears all that the client logs, for tests that look for secrets in it. */
final class LogCanary {

    private LogCanary() {}

    /** What is logged at TRACE and above while something runs: messages with their exceptions, causes among them. */
    static List<String> during(Runnable work) {
        Logger all = (Logger) LoggerFactory.getLogger("io.pgnative");
        Level before = all.getLevel();
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        heard.start();
        all.addAppender(heard);
        all.setLevel(Level.TRACE);
        try {
            work.run();
            all.info("the end");
        } finally {
            all.setLevel(before);
            all.detachAppender(heard);
        }
        return List.copyOf(heard.list).stream()
                .map(event ->
                        event.getFormattedMessage() + "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy()))
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
