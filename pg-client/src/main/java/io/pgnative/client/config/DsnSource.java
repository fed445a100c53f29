package io.pgnative.client.config;

import io.pgnative.client.PgConfigurationException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a connection string says, told apart into words of libpq and run-time parameters.
 *
 * @param settings by word of libpq
 * @param parameters run-time parameters by name
 * @param portBesideHost whether the port stands beside the host, and so belongs to it
 */
record DsnSource(Map<String, Setting> settings, Map<String, Setting> parameters, boolean portBesideHost) {

    static final DsnSource EMPTY = new DsnSource(Map.of(), Map.of(), false);

    /**
     * Reads a connection string.
     *
     * @param dsn the text
     * @return what it says
     * @throws PgConfigurationException for the option {@code dsn}, also if a word is misspelt or not available
     */
    static DsnSource read(String dsn) {
        ConnectionString read = ConnectionString.parse(dsn);
        Origin origin = new DsnOrigin(dsn);
        Map<String, Setting> settings = new LinkedHashMap<>();
        Map<String, Setting> parameters = new LinkedHashMap<>();
        boolean behindSecret = false;
        for (Map.Entry<String, String> entry : read.values().entrySet()) {
            String word = entry.getKey();
            Setting setting = new Setting(word, entry.getValue(), origin);
            if (LibpqKeywords.isKeyword(word)) {
                LibpqKeywords.check(setting);
                settings.put(word, setting);
                behindSecret |= word.contains("password");
                continue;
            }
            String near = LibpqKeywords.near(word);
            if (near != null) {
                // What follows a password may be the rest of it.
                String name = behindSecret ? "parameter of the name that stands behind the password" : word;
                throw setting.invalid("there is no " + name + "; did you mean " + near + "?");
            }
            parameters.put(word, setting);
        }
        return new DsnSource(settings, parameters, read.portBesideHost());
    }

    /**
     * The settings, when the program may have named another host.
     *
     * @param otherHost whether it has; the port beside the DSN's host does not count then
     * @return by word of libpq
     */
    Map<String, Setting> settings(boolean otherHost) {
        if (!otherHost || !portBesideHost) {
            return settings;
        }
        Map<String, Setting> rest = new LinkedHashMap<>(settings);
        rest.remove("port");
        return rest;
    }

    /** Words alone: the values may be secrets. */
    @Override
    public String toString() {
        return "DsnSource" + settings.keySet() + parameters.keySet();
    }
}
