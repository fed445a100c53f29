package io.pgnative.spring.boot.listen;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * A method that is called when notifications may have been missed, so that it can look for what has changed.
 *
 * <pre>{@code
 * @PgListenerGap
 * void onGap(ListenGap gap) { reloadSince(gap.lostAt()); }
 * }</pre>
 *
 * <p>It belongs to the {@link PgListener} methods of the same bean, and is called once for each of them, in its turn
 * among the notifications: after those that came before the gap, and before those that came after it (with a
 * concurrency above 1 they are begun in that order). It takes a {@link io.pgnative.client.ListenGap} or nothing, and
 * returns what a listener may return.
 *
 * <p>There is a gap when the connection was lost and is there again; when the first attempts to listen have failed;
 * when the listener, or the application context, was stopped and is started again; and when more notifications came
 * than may wait, which is told when the listener has caught up.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(ListenerReflectiveProcessor.class)
public @interface PgListenerGap {

    /**
     * Which listeners of the bean it belongs to.
     *
     * @return their ids; defaults to all
     */
    String[] value() default {};
}
