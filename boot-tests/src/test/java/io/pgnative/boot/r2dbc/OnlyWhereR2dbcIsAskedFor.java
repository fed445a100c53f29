package io.pgnative.boot.r2dbc;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves R2DBC to the test that is about it. It is on the class path of the others, too, where Spring Boot would ask
 * for its URL and make no {@code DataSource}.
 */
public final class OnlyWhereR2dbcIsAskedFor implements AutoConfigurationImportFilter, EnvironmentAware {

    static final String ASKED_FOR = "boot-tests.r2dbc";

    private boolean isAskedFor;

    /** Made by Spring. */
    public OnlyWhereR2dbcIsAskedFor() {}

    @Override
    public void setEnvironment(Environment environment) {
        isAskedFor = environment.getProperty(ASKED_FOR, Boolean.class, false);
    }

    @Override
    public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
        boolean[] matches = new boolean[classes.length];
        for (int i = 0; i < classes.length; i++) {
            String name = classes[i];
            matches[i] = name == null || isAskedFor || !name.contains(".r2dbc.");
        }
        return matches;
    }
}
