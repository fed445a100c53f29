package io.pgnative.client.config;

import io.pgnative.client.AuthenticationMethod;
import io.pgnative.client.ChannelBinding;
import io.pgnative.client.PgOptions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.ietf.jgss.GSSCredential;
import org.jspecify.annotations.Nullable;

/** Reads the options of authentication, whose defaults are libpq's. */
final class AuthenticationSettings {

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
        Set<AuthenticationMethod> methods =
                requireAuth == null ? Set.of(AuthenticationMethod.values()) : methods(requireAuth);
        boolean gssNamed = requireAuth != null
                && !requireAuth.value().startsWith("!")
                && methods.contains(AuthenticationMethod.GSS);
        return new PgOptions.Authentication(
                methods,
                settings.oneOf("channel_binding", ChannelBinding.values(), ChannelBinding.PREFER),
                explicit.cleartextUnverified(),
                explicit.md5Unverified(),
                explicit.oauthToken(),
                gss(settings, gssNamed, explicit.gssCredentials()));
    }

    /** Allowed only where somebody has thought of it, since it is the tickets of the process that are used. */
    private static PgOptions.Gss gss(
            Settings settings, boolean named, @Nullable Supplier<@Nullable GSSCredential> credentials) {
        Setting service = settings.find("krbsrvname");
        boolean delegation = settings.flag("gssdelegation", false);
        boolean configured =
                named || credentials != null || service != null || delegation || settings.find("gsslib") != null;
        return new PgOptions.Gss(
                configured, service == null ? "postgres" : serviceName(service), delegation, credentials);
    }

    private static String serviceName(Setting setting) {
        String name = setting.value();
        if (!name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '/' && c != '@')) {
            throw setting.invalid("krbsrvname" + setting.origin().shown(name)
                    + " is not the name of a service; expected printable ASCII without blanks, / and @");
        }
        return name;
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
        if (Set.of(AuthenticationMethod.SSPI).containsAll(allowed)) {
            throw requireAuth.invalid("require_auth leaves no method to authenticate by"
                    + (allowed.isEmpty() ? "" : ", since this client does not speak sspi"));
        }
        return Collections.unmodifiableSet(allowed);
    }
}
