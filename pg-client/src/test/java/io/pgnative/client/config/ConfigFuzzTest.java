package io.pgnative.client.config;

import io.pgnative.client.fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("S28, S32: whatever stands in a DSN or a file is taken or refused")
class ConfigFuzzTest {

    private final ConfigTargets targets;

    ConfigFuzzTest(@TempDir Path directory) throws IOException {
        targets = new ConfigTargets(directory);
    }

    @Test
    void readsConnectionStrings() {
        Fuzz.run(ConfigTargets.connectionStrings(), ConfigTargets::readConnectionString);
    }

    @Test
    void readsPasswordFiles() {
        Fuzz.run(ConfigTargets.passwordFiles(), targets::readPasswordFile);
    }

    @Test
    void readsServiceFiles() {
        Fuzz.run(ConfigTargets.serviceFiles(), targets::readServiceFile);
    }
}
