package io.pgnative.client.config;

import io.pgnative.client.PgConfigurationException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the run-time parameters for the StartupMessage. */
final class ParameterSettings {

    /** Set by the client itself in the StartupMessage; to change them would change how the bytes are to be read. */
    private static final Set<String> RESERVED =
            Set.of("user", "database", "client_encoding", "replication", "password");

    private ParameterSettings() {}

    /**
     * Collects them; of each name the last one counts.
     *
     * @param environment what environment variables say
     * @param settings application name and options, of all sources
     * @param dsn what the DSN says
     * @param explicit what the program says
     * @return unmodifiable
     */
    static Map<String, String> read(
            Map<String, Setting> environment,
            Settings settings,
            Map<String, Setting> dsn,
            Map<String, String> explicit) {
        Map<String, String> parameters = new LinkedHashMap<>();
        environment.values().forEach(setting -> put(parameters, setting.keyword(), setting));
        Setting fallback = settings.find("fallback_application_name");
        Setting name = settings.find("application_name");
        if (fallback != null) {
            put(parameters, "application_name", fallback);
        }
        if (name != null) {
            put(parameters, "application_name", name);
        }
        Setting options = settings.find("options");
        if (options != null) {
            put(parameters, "options", options);
        }
        dsn.values().forEach(setting -> put(parameters, setting.keyword(), setting));
        explicit.forEach((key, value) -> {
            checkName(key);
            Checks.sendable(key.equals("application_name") ? "application-name" : "parameters." + key, value);
            parameters.put(key, value);
        });
        return Collections.unmodifiableMap(parameters);
    }

    private static void put(Map<String, String> parameters, String name, Setting setting) {
        String reserved = reserved(name);
        if (reserved != null) {
            throw setting.invalid(reserved);
        }
        Checks.sendable(setting, setting.value());
        parameters.put(name, setting.value());
    }

    private static void checkName(String name) {
        if (name.isBlank()) {
            throw new PgConfigurationException("parameters", "a name is empty");
        }
        Checks.sendable("parameters", name);
        String reserved = reserved(name);
        if (reserved != null) {
            throw new PgConfigurationException("parameters", reserved);
        }
    }

    private static @Nullable String reserved(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        return RESERVED.contains(plain) || plain.startsWith("_pq_.")
                ? "the client itself sets " + plain + "; it cannot be given"
                : null;
    }
}
