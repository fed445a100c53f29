package io.pgnative.client.config;

import io.pgnative.client.PgConfigurationException;

/** A connection string, of which messages show what is certainly no secret. */
final class DsnOrigin implements Origin {

    private final String dsn;
    private final boolean showsValues;

    DsnOrigin(String dsn) {
        this.dsn = dsn;
        this.showsValues = DsnMask.isClear(dsn);
    }

    @Override
    public PgConfigurationException invalid(String keyword, String reason) {
        return new PgConfigurationException("dsn", reason + " (" + DsnMask.mask(dsn) + ")");
    }

    @Override
    public String shown(String value) {
        return showsValues && value.chars().noneMatch(Character::isISOControl) ? " \"" + value + "\"" : "";
    }

    @Override
    public String toString() {
        return "the DSN";
    }
}
