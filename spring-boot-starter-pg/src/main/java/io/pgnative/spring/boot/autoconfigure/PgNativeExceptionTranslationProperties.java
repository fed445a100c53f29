package io.pgnative.spring.boot.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** Configuration properties of the translation of exceptions. */
@ConfigurationProperties("spring.pgnative.exception-translation")
public class PgNativeExceptionTranslationProperties {

    /** Whether the calls of clients fail with Spring's exceptions, which have those of the client as their cause. */
    private boolean enabled = true;

    /** Makes properties with the defaults. */
    public PgNativeExceptionTranslationProperties() {}

    /** @return whether they do */
    public boolean isEnabled() {
        return enabled;
    }

    /** @param enabled whether they do */
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }
}
