package io.pgnative.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads what servers, their relatives and poolers call their version. */
class ServerVersionTest {

    @ParameterizedTest
    @DisplayName("A001: version strings of PostgreSQL, of its relatives and of poolers are read")
    @CsvSource({
        "9.2, 9, 2, 0, 9.2.0",
        "9.6.1, 9, 6, 1, 9.6.1",
        "Postgres-XL 9.2.1, 9, 2, 1, 9.2.1",
        "9.4beta1, 9, 4, 0, 9.4.0",
        "10devel, 10, 0, 0, 10.0",
        "10beta2, 10, 0, 0, 10.0",
        "10.1, 10, 0, 1, 10.1",
        "11.1.2, 11, 0, 1, 11.1",
        "PostgreSQL 10.1 (Debian 10.1-3), 10, 0, 1, 10.1",
        "18.1 (Debian 18.1-1.pgdg120+2), 18, 0, 1, 18.1",
        "19devel, 19, 0, 0, 19.0",
        "'PostgreSQL 11.2-YB-2.7.1.1-b0 on x86_64-pc-linux-gnu, compiled by gcc', 11, 0, 2, 11.2",
        "11.2-YB-2.18.0.0-b0, 11, 0, 2, 11.2",
        "8.0.2, 8, 0, 2, 8.0.2",
        "1.18.0/bouncer, 1, 18, 0, 1.18.0",
    })
    void readsVersions(String text, int major, int minor, int patch, String plain) {
        ServerVersion version = ServerVersion.parse(text);

        assertThat(version).isEqualTo(new ServerVersion(major, minor, patch, text));
        assertThat(version).hasToString(plain);
    }

    @Test
    void refusesATextWithoutANumber() {
        assertThatThrownBy(() -> ServerVersion.parse("unknown"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown");
    }
}
