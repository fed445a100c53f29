package io.pgnative.spring.boot.listen;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * A method of a singleton bean that is called for each notification on some channels.
 *
 * <pre>{@code
 * @PgListener("orders")
 * void onOrder(OrderEvent event) { ... }
 * }</pre>
 *
 * <p>It takes the payload, as a {@code String}, as its {@code byte[]} in UTF-8, as a number, enum, UUID or other simple
 * value that the text stands for, or as any other class, which is read from JSON; the
 * {@link io.pgnative.client.Notification} itself; and the name of the channel, as a {@code String} annotated with
 * {@link PgChannel}. Each of them at most once, in any order.
 *
 * <p>It returns nothing, or a {@code CompletionStage}, a Vert.x {@code Future}, a {@code Flow.Publisher} or a Reactive
 * Streams {@code Publisher} such as {@code Mono}; it counts as handled when that has completed. Methods are called on
 * threads that may wait, never on an event loop. What they throw goes to the {@link PgListenerErrorHandler}.
 *
 * <p>Texts may hold placeholders, <code>${...}</code>, and expressions, <code>#{...}</code>. What cannot be right, such
 * as a signature that nothing fits, fails the start of the application.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(ListenerReflectiveProcessor.class)
public @interface PgListener {

    /**
     * The channels, their names exactly as in NOTIFY between quotes; 1 to 63 bytes each in UTF-8. An expression may
     * give an array or a collection of names.
     *
     * @return one or more
     */
    String[] value();

    /**
     * The name of this listener in the {@link PgListenerRegistry}, in logs and in health.
     *
     * @return unique; defaults to the names of bean and method, as {@code orders.onOrder}
     */
    String id() default "";

    /**
     * Which client listens.
     *
     * @return the name or the qualifier of a {@code PgClient} bean; defaults to the one that would be injected
     */
    String client() default "";

    /**
     * How many notifications are handled at once, at most. With 1 they are handled in order.
     *
     * @return 1 or more; default 1
     */
    String concurrency() default "1";

    /**
     * How many notifications may wait for the method. Beyond that some are dropped, and a gap is told.
     *
     * @return 1 or more; defaults to {@code spring.pgnative.listener.buffer}
     */
    String buffer() default "";

    /**
     * Which notifications are dropped when more come than may wait.
     *
     * @return {@code drop-newest} or {@code drop-oldest}; defaults to {@code spring.pgnative.listener.overflow}
     */
    String overflow() default "";

    /**
     * Whether it starts with the application, and not by {@link PgListenerRegistry#start}.
     *
     * @return {@code true} or {@code false}; defaults to {@code spring.pgnative.listener.auto-startup}
     */
    String autoStartup() default "";
}
