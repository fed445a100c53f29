package io.pgnative.client.config;

import io.pgnative.client.AuthenticationMethod;
import io.pgnative.client.ChannelBinding;
import io.pgnative.client.PgOptions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Reads the options of authentication, whose defaults are libpq's. */
final class AuthenticationSettings {

    private static final Set<AuthenticationMethod> KERBEROS =
            Set.of(AuthenticationMethod.GSS, AuthenticationMethod.SSPI);

    private AuthenticationSettings() {}

    /**
     * Reads them.
     *
     * @param settings what the sources say
     * @param explicit what the program says besides
     * @return the options
     */
    static PgOptions.Authentication read(Settings settings, ExplicitOptions.Authentication explicit) {
        Setting requireAuth = settings.find("require_auth");
        return new PgOptions.Authentication(
                requireAuth == null ? Set.of(AuthenticationMethod.values()) : methods(requireAuth),
                settings.oneOf("channel_binding", ChannelBinding.values(), ChannelBinding.PREFER),
                explicit.cleartextUnverified(),
                explicit.md5Unverified(),
                explicit.oauthToken());
    }

    /** Either all words are negated, or none is. */
    private static Set<AuthenticationMethod> methods(Setting requireAuth) {
        boolean negated = requireAuth.value().startsWith("!");
        Set<AuthenticationMethod> named = EnumSet.noneOf(AuthenticationMethod.class);
        for (String part : requireAuth.value().split(",", -1)) {
            if (part.startsWith("!") != negated) {
                throw requireAuth.invalid(
                        "require_auth has methods with ! before them and methods without; expected all or none");
            }
            Setting word = new Setting("require_auth", part.substring(negated ? 1 : 0), requireAuth.origin());
            if (!named.add(word.oneOf(AuthenticationMethod.values()))) {
                throw requireAuth.invalid("require_auth names " + word.value() + " twice");
            }
        }
        Set<AuthenticationMethod> allowed = negated ? EnumSet.complementOf(EnumSet.copyOf(named)) : named;
        if (KERBEROS.containsAll(allowed)) {
            throw requireAuth.invalid("require_auth leaves no method to authenticate by"
                    + (allowed.isEmpty() ? "" : ", since this client speaks neither gss nor sspi"));
        }
        return Collections.unmodifiableSet(allowed);
    }
}
