package io.pgnative.spring.boot.query;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names a parameter where its own name is another one, or was not kept by the compiler ({@code -parameters}). */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Param {

    /**
     * The placeholder.
     *
     * @return its name, without the colon
     */
    String value();
}
