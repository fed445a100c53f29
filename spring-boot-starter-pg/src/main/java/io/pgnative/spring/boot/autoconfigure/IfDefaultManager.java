package io.pgnative.spring.boot.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/** For a configuration that depends on which transaction manager is meant where none is named. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnDefaultManagerCondition.class)
@interface IfDefaultManager {

    /** Which one it is; any of them. */
    PgNativeTransactionProperties.DefaultManager[] value();

    /** Whether the property has to say so. */
    boolean chosen() default false;
}
