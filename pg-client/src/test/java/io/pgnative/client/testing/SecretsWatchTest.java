package io.pgnative.client.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.PgMisuseException;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.backend.BackendKeyData;
import io.pgnative.client.wire.frontend.SASLResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watch finds what it is there for, or else the whole run proves nothing. */
class SecretsWatchTest {

    private static final String SECRET = Canaries.add("secret of this test", "canary-1123581321");

    @ParameterizedTest
    @ValueSource(
            strings = {"io.pgnative.client.session.Some", "io.vertx.core.net.Some", "io.netty.handler.Some", "app"})
    void findsASecretInALineBelowTheLevelOfItsLogger(String name) {
        Logger logger = LoggerFactory.getLogger(name);

        logger.trace("the password is {}", SECRET);
        assertThat(SecretsWatch.takeFound()).contains("secret of this test", "TRACE of " + name, "the password is {}");

        logger.debug("the password is " + SECRET);
        assertThat(SecretsWatch.takeFound()).contains("secret of this test");

        logger.debug("something else");
        assertThat(SecretsWatch.takeFound()).isNull();
    }

    @Test
    void findsASecretInACauseOfALoggedFailure() {
        Logger logger = LoggerFactory.getLogger("io.pgnative.client.session.Some");

        logger.debug("failed", new IllegalStateException("outer", new IllegalArgumentException(SECRET)));

        assertThat(SecretsWatch.takeFound()).contains("secret of this test", "the exception of DEBUG");
    }

    @Test
    void hasLinesMadeThatAreOnlyMadeWhenTheirLevelIsOn() {
        assertThat(LoggerFactory.getLogger("io.pgnative.client.session.Some").isTraceEnabled())
                .isTrue();
    }

    @Test
    void findsASecretInTheMessageOfAnException() {
        assertThatThrownBy(() -> {
                    throw new PgMisuseException("not this: " + SECRET);
                })
                .isInstanceOf(PgMisuseException.class);

        // Told by the runtime in its own time.
        @Nullable String found = null;
        for (int i = 0; i < 600 && found == null; i++) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            found = SecretsWatch.takeFound();
        }
        assertThat(found).contains("secret of this test", PgMisuseException.class.getName());
    }

    @Test
    void knowsWhatClientAndServerAgreeUpon() {
        Canaries.saw(new SASLResponse(Bytes.utf8("c=biws,r=nonce,p=cHJvb2Ytb2YtdGhpcw==")));
        Canaries.saw(new BackendKeyData(1, Bytes.of((byte) 0x71, (byte) 0x82, (byte) 0x93, (byte) 0xa4)));

        assertThat(Canaries.in("sent cHJvb2Ytb2YtdGhpcw==")).isEqualTo("SCRAM proof");
        assertThat(Canaries.in("key 718293a4")).isEqualTo("cancel key");
        assertThat(Canaries.in("key 1904382884")).isEqualTo("cancel key");
        assertThat(Canaries.in("key")).isNull();
    }

    @Test
    void refusesWhatIsFoundByChance() {
        assertThatThrownBy(() -> Canaries.add("password", "secret")).isInstanceOf(IllegalArgumentException.class);
    }
}
