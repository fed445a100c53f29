package io.pgnative.client.config;

import io.pgnative.client.PgConfigurationException;

/** Where settings are found. Tells a failure so that the place can be mended, and no secret is shown. */
interface Origin {

    /**
     * What a setting of this place fails with.
     *
     * @param keyword the word of libpq
     * @param reason what is wrong and what is expected
     * @return the failure, naming the place
     */
    PgConfigurationException invalid(String keyword, String reason);

    /**
     * A value for a message.
     *
     * @param value of a word that is no secret
     * @return the value in quotes behind a space; nothing if it may hold a part of a secret
     */
    String shown(String value);
}
