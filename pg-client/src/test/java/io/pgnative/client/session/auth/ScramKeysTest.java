package io.pgnative.client.session.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScramKeysTest {

    private static final String SALT = "W22ZaJ0SNY7soEsUEjb6gQ==";

    private final ScramKeys keys = new ScramKeys();

    @Test
    void derivesAKeyForTheClientAndAnotherForTheServer() {
        ScramKeys.Keys derived = keys.of("pencil", SALT, 4096);
        assertThat(derived.client()).hasSize(32);
        assertThat(derived.server()).hasSize(32).isNotEqualTo(derived.client());
    }

    @Test
    void derivesOnceForAllConnectionsThatOpenAtTheSameTime() {
        assertThat(IntStream.range(0, 50)
                        .parallel()
                        .mapToObj(i -> keys.of("pencil", SALT, 4096))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void derivesAgainForAnotherPasswordSaltOrCount() {
        ScramKeys.Keys first = keys.of("pencil", SALT, 4096);
        assertThat(keys.of("pen", SALT, 4096)).isNotSameAs(first);
        assertThat(keys.of("pencil", "AAAA", 4096)).isNotSameAs(first);
        assertThat(keys.of("pencil", SALT, 4097)).isNotSameAs(first);
        assertThat(keys.of("pencil", SALT, 4096)).isSameAs(first);
    }

    @Test
    void forgetsKeysRatherThanGrow() {
        ScramKeys.Keys first = keys.of("pencil", SALT, 1);
        for (int i = 0; i < 100; i++) {
            keys.of("pencil" + i, SALT, 1);
        }
        assertThat(keys.of("pencil", SALT, 1)).isNotSameAs(first);
    }

    @Test
    void showsNoSecret() {
        assertThat(keys.of("pencil", SALT, 1).toString()).isEqualTo("Keys{}");
    }
}
