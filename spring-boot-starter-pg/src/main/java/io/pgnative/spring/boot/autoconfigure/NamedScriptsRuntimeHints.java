package io.pgnative.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;
import org.springframework.boot.sql.autoconfigure.init.SqlInitializationProperties;

/** The properties of scripts of clients that have names are bound by hand. */
class NamedScriptsRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        BindableRuntimeHintsRegistrar.forTypes(SqlInitializationProperties.class)
                .registerHints(hints, classLoader);
    }
}
