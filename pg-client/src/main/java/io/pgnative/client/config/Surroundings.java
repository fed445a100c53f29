package io.pgnative.client.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a process finds around it, from which libpq takes what it is not told (libpq, "Environment Variables", "The
 * Password File", "The Connection Service File").
 *
 * @param variables the environment variables
 * @param directory where the files of TLS lie; null if there is none
 * @param passfile the password file; null if there is none
 * @param serviceFile the connection service file; null if there is none
 */
public record Surroundings(
        Map<String, String> variables,
        @Nullable Path directory,
        @Nullable Path passfile,
        @Nullable Path serviceFile) {

    /** Nothing is taken from around the process. */
    public static final Surroundings NONE = new Surroundings(Map.of(), null, null, null);

    /**
     * Those of this process.
     *
     * @return its variables and the files that exist now
     */
    public static Surroundings ofProcess() {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        String place = windows ? System.getenv("APPDATA") : System.getProperty("user.home");
        return of(System.getenv(), place, windows);
    }

    static Surroundings of(Map<String, String> variables, @Nullable String place, boolean windows) {
        Path home = directory(place);
        if (home == null) {
            return new Surroundings(variables, null, null, null);
        }
        Path directory = home.resolve(windows ? "postgresql" : ".postgresql");
        return new Surroundings(
                variables,
                directory,
                existing(windows ? directory.resolve("pgpass.conf") : home.resolve(".pgpass")),
                existing((windows ? directory : home).resolve(".pg_service.conf")));
    }

    private static @Nullable Path directory(@Nullable String place) {
        if (place == null || place.isEmpty()) {
            return null;
        }
        try {
            Path home = Path.of(place);
            return Files.isDirectory(home) ? home : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static @Nullable Path existing(Path file) {
        return Files.exists(file) ? file : null;
    }

    /** The variables that stand for libpq's words. @return by word */
    Map<String, Setting> settings() {
        Map<String, Setting> settings = new LinkedHashMap<>();
        LibpqKeywords.forEachVariable((word, variable) -> {
            String value = variables.get(variable);
            if (value != null) {
                settings.put(word, new Setting(word, value, new VariableOrigin(variable)));
            }
        });
        if ("1".equals(variables.get("PGREQUIRESSL"))) {
            settings.putIfAbsent("sslmode", new Setting("sslmode", "require", new VariableOrigin("PGREQUIRESSL")));
        }
        return settings;
    }

    /** The variables that stand for run-time parameters. @return by the parameter's name */
    Map<String, Setting> parameters() {
        Map<String, Setting> parameters = new LinkedHashMap<>();
        Map.of("PGDATESTYLE", "datestyle", "PGTZ", "timezone", "PGGEQO", "geqo").forEach((variable, name) -> {
            String value = variables.get(variable);
            if (value != null && !value.isEmpty() && !value.equalsIgnoreCase("default")) {
                parameters.put(name, new Setting(name, value, new VariableOrigin(variable)));
            }
        });
        return parameters;
    }

    /** Without the variables, which may hold secrets. */
    @Override
    public String toString() {
        return "Surroundings[directory=" + directory + ", passfile=" + passfile + ", serviceFile=" + serviceFile + "]";
    }
}
