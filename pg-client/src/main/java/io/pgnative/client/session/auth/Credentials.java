package io.pgnative.client.session.auth;

import org.jspecify.annotations.Nullable;

/**
 * What one connection authenticates by. Its text shows nothing of it.
 *
 * @param user role name
 * @param password null when there is none
 * @param token bearer token of OAUTHBEARER; null when there is none
 */
public record Credentials(
        String user, @Nullable String password, @Nullable String token) {

    @Override
    public String toString() {
        return "Credentials[" + user + "]";
    }
}
