package io.pgnative.spring.boot.diagnostics;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Hands on what a {@link PgStartupException} tells. */
class PgStartupFailureAnalyzer extends AbstractFailureAnalyzer<PgStartupException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PgStartupException cause) {
        return cause.analysis();
    }
}
