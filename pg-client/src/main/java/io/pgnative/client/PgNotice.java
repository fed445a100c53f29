package io.pgnative.client;

import org.jspecify.annotations.Nullable;

/**
 * A notice of the server: something worth knowing that is no error.
 *
 * @param severity NOTICE, WARNING, INFO, DEBUG or LOG, never localised
 * @param sqlState the SQLSTATE
 * @param message the text, as the server sent it
 * @param detail more of it, or null
 * @param hint what to do about it, or null
 */
public record PgNotice(
        String severity,
        String sqlState,
        String message,
        @Nullable String detail,
        @Nullable String hint) {}
