package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.spring.boot.jdbc.PgJdbcSslSocketFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** The JDBC driver makes this by its name. */
class PgJdbcRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.reflection().registerType(PgJdbcSslSocketFactory.class, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
    }
}
