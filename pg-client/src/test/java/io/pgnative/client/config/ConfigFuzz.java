package io.pgnative.client.config;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pgnative.client.fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("S28, S32: whatever stands in a DSN or a file is taken or refused")
class ConfigFuzz {

    private final ConfigTargets targets;

    ConfigFuzz(@TempDir Path directory) throws IOException {
        targets = new ConfigTargets(directory);
    }

    @MethodSource("io.pgnative.client.config.ConfigTargets#connectionStrings")
    @FuzzTest
    void readsConnectionStrings(byte[] input) {
        Fuzz.judge(ConfigTargets::readConnectionString, input);
    }

    @MethodSource("io.pgnative.client.config.ConfigTargets#passwordFiles")
    @FuzzTest
    void readsPasswordFiles(byte[] input) {
        Fuzz.judge(targets::readPasswordFile, input);
    }

    @MethodSource("io.pgnative.client.config.ConfigTargets#serviceFiles")
    @FuzzTest
    void readsServiceFiles(byte[] input) {
        Fuzz.judge(targets::readServiceFile, input);
    }
}
