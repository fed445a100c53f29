package io.pgnative.client.config;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a connection string may say that comes from somebody who is not trusted: where the database is and who logs in.
 * Files, services, keys, run-time parameters, and what protects the connection are for the program to say.
 */
final class UntrustedDsn {

    /** The one value that a word may have, since it cannot weaken anything; empty where any will do. */
    private static final Map<String, String> ALLOWED = new TreeMap<>(Map.ofEntries(
            Map.entry("host", ""),
            Map.entry("hostaddr", ""),
            Map.entry("port", ""),
            Map.entry("dbname", ""),
            Map.entry("user", ""),
            Map.entry("password", ""),
            Map.entry("connect_timeout", ""),
            Map.entry("application_name", ""),
            Map.entry("fallback_application_name", ""),
            Map.entry("target_session_attrs", ""),
            Map.entry("load_balance_hosts", ""),
            Map.entry("sslmode", "verify-full"),
            Map.entry("channel_binding", "require")));

    private UntrustedDsn() {}

    /**
     * Refuses what is not on the list.
     *
     * @param dsn what a connection string says
     * @throws io.pgnative.client.PgConfigurationException for the option {@code dsn}, naming the word
     */
    static void check(DsnSource dsn) {
        dsn.settings().values().forEach(UntrustedDsn::check);
        for (Setting parameter : dsn.parameters().values()) {
            throw notAllowed(parameter.keyword(), parameter);
        }
    }

    private static void check(Setting setting) {
        String only = ALLOWED.get(setting.keyword());
        if (only == null) {
            throw notAllowed(setting.keyword(), setting);
        }
        if (!only.isEmpty() && !setting.value().equals(only)) {
            throw notAllowed(setting.keyword() + " other than " + only, setting);
        }
        if (setting.keyword().equals("host") && namesSocket(setting.value())) {
            throw notAllowed("the path of a Unix socket", setting);
        }
    }

    /** Before it is taken apart: whatever looks like one. */
    private static boolean namesSocket(String hosts) {
        for (String host : hosts.split(",")) {
            if (host.startsWith("/") || host.startsWith("@") || host.indexOf('\\') >= 0) {
                return true;
            }
        }
        return false;
    }

    private static RuntimeException notAllowed(String what, Setting setting) {
        return setting.invalid(what + " is not allowed in a DSN that is not trusted; allowed are "
                + String.join(", ", ALLOWED.keySet()) + ", and no Unix socket; the program says everything else");
    }
}
