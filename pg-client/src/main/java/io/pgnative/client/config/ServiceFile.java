package io.pgnative.client.config;

import io.pgnative.client.PgConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a service (libpq, "The Connection Service File"). */
final class ServiceFile {

    private static final String SYSTEM_WIDE = "pg_service.conf";

    private final Setting service;
    private final Path file;

    private ServiceFile(Setting service, Path file) {
        this.service = service;
        this.file = file;
    }

    /**
     * Finds a service: in the file that is named, else in the user's, else in the system's.
     *
     * @param settings of DSN and environment, which may name a service and a file
     * @param surroundings where the files lie that are not named
     * @return what the service says, by word; nothing if none is named
     * @throws PgConfigurationException if there is no such service, or a file cannot be read
     */
    static Map<String, Setting> read(Settings settings, Surroundings surroundings) {
        Setting service = settings.find("service");
        if (service == null) {
            return Map.of();
        }
        Setting named = settings.find("servicefile");
        List<Path> files = new ArrayList<>();
        if (named != null) {
            files.add(named.path());
        } else if (surroundings.serviceFile() != null) {
            files.add(surroundings.serviceFile());
        }
        String system = surroundings.variables().get("PGSYSCONFDIR");
        if (system != null && !system.isEmpty()) {
            Path file = new Setting("service", system, new VariableOrigin("PGSYSCONFDIR"))
                    .path()
                    .resolve(SYSTEM_WIDE);
            if (Files.exists(file)) {
                files.add(file);
            }
        }
        for (Path file : files) {
            Map<String, Setting> found = new ServiceFile(service, file).read();
            if (found != null) {
                return found;
            }
        }
        throw service.invalid("there is no service" + service.origin().shown(service.value()) + " in "
                + (files.isEmpty() ? "~/.pg_service.conf, which does not exist" : files));
    }

    private @Nullable Map<String, Setting> read() {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            // The cause's text may be a line of the file.
            throw service.invalid("the service file " + file + " cannot be read as UTF-8 text");
        }
        Map<String, Setting> found = null;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                if (found != null) {
                    return found;
                }
                found = line.equals("[" + service.value() + "]") ? new LinkedHashMap<>() : null;
            } else if (found != null) {
                add(found, line, new LineOrigin(file, i + 1));
            }
        }
        return found;
    }

    private static void add(Map<String, Setting> found, String line, Origin origin) {
        int equals = line.indexOf('=');
        String word =
                equals < 0 ? "" : LibpqKeywords.plain(line.substring(0, equals).strip());
        if (word.isEmpty()) {
            throw origin.invalid("service", "expected keyword=value");
        }
        if (word.equals("service") || word.equals("servicefile")) {
            throw origin.invalid("service", "a service cannot name another one");
        }
        if (!LibpqKeywords.isKeyword(word)) {
            String near = LibpqKeywords.near(word);
            throw origin.invalid(
                    "service",
                    near == null
                            ? "expected one of libpq's words before the ="
                            : "there is no such word; did you mean " + near + "?");
        }
        // As in libpq, the first of several counts.
        found.putIfAbsent(word, new Setting(word, line.substring(equals + 1).strip(), origin));
    }

    /** A line of the file. */
    private record LineOrigin(Path file, int line) implements Origin {

        @Override
        public PgConfigurationException invalid(String keyword, String reason) {
            return new PgConfigurationException("service", file + ", line " + line + ": " + reason);
        }

        @Override
        public String shown(String value) {
            return " \"" + value + "\"";
        }
    }
}
