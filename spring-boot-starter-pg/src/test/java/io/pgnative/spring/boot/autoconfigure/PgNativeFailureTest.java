package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** What is printed when the application cannot start because of its configuration. */
@ExtendWith(OutputCaptureExtension.class)
class PgNativeFailureTest {

    private static final String CANARY = "s3cret-canary";

    private final List<ConfigurableApplicationContext> started = new ArrayList<>();

    @AfterEach
    void close() {
        started.forEach(ConfigurableApplicationContext::close);
    }

    private void run(Class<?> application, String... properties) {
        SpringApplication spring = new SpringApplication(application);
        spring.setWebApplicationType(WebApplicationType.NONE);
        List<String> arguments = new ArrayList<>();
        for (String property : properties) {
            arguments.add("--spring.pgnative." + property);
        }
        started.add(spring.run(arguments.toArray(String[]::new)));
    }

    private String failure(CapturedOutput output, Class<?> application, String... properties) {
        assertThatThrownBy(() -> run(application, properties)).isNotNull();
        assertThat(output).contains("APPLICATION FAILED TO START").doesNotContain(CANARY);
        return output.getOut();
    }

    @Test
    @DisplayName("B7, B55: a DSN that cannot be read, without its password")
    void namesTheDsnAndMasksItsPassword(CapturedOutput output) {
        assertThat(failure(output, App.class, "dsn=postgres://app:" + CANARY + "@db.example.com:54x2/shop"))
                .contains("spring.pgnative.dsn: the port \"54x2\" is not a number"
                        + " (postgres://app:***@db.example.com:54x2/shop)");
    }

    @Test
    @DisplayName("B5: a bad value is told with its property and where it was set")
    void tellsWhereTheBadPropertyWasSet(CapturedOutput output) {
        assertThat(failure(output, App.class, "host=localhost", "pool.max-size=0"))
                .contains("spring.pgnative.pool.max-size: 0 is out of range; expected 1 or more")
                .contains(
                        "Correct spring.pgnative.pool.max-size, which was set by \"spring.pgnative.pool.max-size\" from"
                                + " property source \"commandLineArgs\"");
    }

    @ParameterizedTest
    @DisplayName("B5, B55: each property that has a bad value")
    @CsvSource({
        "port=70000, port",
        "connect-timeout=0s, connect-timeout",
        "query-timeout=-1s, query-timeout",
        "max-scram-iterations=0, max-scram-iterations",
        "max-message-size=3GB, max-message-size",
        "max-message-size=1B, max-message-size",
        "fetch-size=-1, fetch-size",
        "fetch-size-bytes=10B, fetch-size-bytes",
        "fetch-size-bytes=3GB, fetch-size-bytes",
        "max-result-rows=-1, max-result-rows",
        "max-result-size=-1B, max-result-size",
        "statement-cache.size=-1, statement-cache.size",
        "pool.name=, pool.name",
        "pool.startup-timeout=1s, pool.startup-timeout",
        "pool.startup-timeout=-1s, pool.startup-timeout",
        "lock-timeout=-1s, lock-timeout",
        "statement-timeout=1ns, statement-timeout",
        "idle-in-transaction-timeout=30d, idle-in-transaction-timeout",
        "pool.min-idle=11, pool.min-idle",
        "pool.acquire-timeout=0s, pool.acquire-timeout",
        "pool.max-lifetime-jitter=1.5, pool.max-lifetime-jitter",
        "host-timeout=0s, host-timeout",
        "service=nowhere, service",
        "min-protocol-version=4, min-protocol-version",
        "max-protocol-version=3.1, max-protocol-version",
        "tcp.keepalives-idle=1500ms, tcp.keepalives-idle",
        "tcp.keepalives-count=-1, tcp.keepalives-count",
        "ssl.mode=verify-full, ssl.mode",
        "ssl.negotiation=direct, ssl.negotiation",
        "authentication.require=kerberos, authentication.require",
        "authentication.require=sspi, authentication.require",
        "authentication.krbsrvname=postgres/db, authentication.krbsrvname",
        "vertx.event-loop-size=0, vertx.event-loop-size",
    })
    void namesEachPropertyThatHasABadValue(String property, String name, CapturedOutput output) {
        assertThat(failure(output, App.class, "host=localhost", "password=" + CANARY, property))
                .contains("spring.pgnative." + name + ": ");
    }

    @Test
    void refusesWhatNeedsTheTransportOfTheOperatingSystemWithoutIt(CapturedOutput output) {
        assertThat(failure(output, App.class, "host=localhost", "tcp.user-timeout=30s", "vertx.native-transport=false"))
                .contains("spring.pgnative.tcp.user-timeout: ");
    }

    @Test
    @DisplayName("B6: a host beside a DSN")
    void refusesAHostBesideADsn(CapturedOutput output) {
        assertThat(failure(output, App.class, "dsn=postgres://app:" + CANARY + "@db.example.com/shop", "host=other"))
                .contains("spring.pgnative.dsn", "spring.pgnative.host", "mutually exclusive");
    }

    @Test
    void refusesHostsBesideADsn(CapturedOutput output) {
        assertThat(failure(output, App.class, "dsn=postgres://app:" + CANARY + "@db.example.com/shop", "hosts=a,b"))
                .contains("spring.pgnative.dsn", "spring.pgnative.hosts", "mutually exclusive");
    }

    @Test
    void namesHostsThatCannotBeRead(CapturedOutput output) {
        assertThat(failure(output, App.class, "hosts=db1,db2:54x2"))
                .contains("spring.pgnative.hosts: the port \"54x2\" is not a number");
    }

    @Test
    void namesTheKeyThatCannotBeReadWhenAConnectionOpens(CapturedOutput output, @TempDir Path directory)
            throws IOException {
        Path key = Files.writeString(directory.resolve("app.key"), "no key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(failure(
                            output,
                            App.class,
                            "hosts=127.0.0.1:" + server.getLocalPort(),
                            "pool.initialization=fail-fast",
                            "ssl.mode=require",
                            "ssl.negotiation=direct",
                            "ssl.cert=" + key,
                            "ssl.key=" + key,
                            "ssl.key-password=" + CANARY))
                    .contains("spring.pgnative.ssl.key: ")
                    .contains("holds no private key");
        }
    }

    @Test
    void refusesAPortBesideADsn(CapturedOutput output) {
        assertThat(failure(output, App.class, "dsn=postgres://app:" + CANARY + "@db.example.com/shop", "port=5433"))
                .contains("spring.pgnative.dsn", "spring.pgnative.port", "mutually exclusive");
    }

    @Test
    @DisplayName("B55: a client that is missing")
    void saysWhatMakesAClientWhenOneIsMissing(CapturedOutput output) {
        assertThat(failure(output, NeedsClient.class, "embedded.enabled=false"))
                .contains("There is no bean of type io.pgnative.client.BlockingPgClient")
                .contains("Set spring.pgnative.dsn");
    }

    @Test
    @DisplayName("B55: a client without a name that is missing beside others that have one")
    void saysThatOnlyClientsWithNamesAreConfigured(CapturedOutput output) {
        assertThat(failure(
                        output, NeedsClient.class, "clients.reporting.host=localhost", "clients.audit.host=localhost"))
                .contains("because only clients with names are configured: audit, reporting.")
                .contains("@Qualifier(\"audit\")");
    }

    @Test
    @DisplayName("B55: a client with a name that is not configured")
    void saysThatNoClientHasTheName(CapturedOutput output) {
        assertThat(failure(output, NeedsReporting.class, "host=localhost"))
                .contains(
                        "no bean of type io.pgnative.client.PgClient with the qualifier reporting, because no client has"
                                + " a name.")
                .contains("Set spring.pgnative.clients.reporting.dsn");
    }

    @Test
    @DisplayName("B55: a client with a name that is misspelt")
    void saysWhichNamesThereAre(CapturedOutput output) {
        assertThat(failure(output, NeedsReporting.class, "host=localhost", "clients.reprting.host=localhost"))
                .contains("the clients that have names are: reprting.");
    }

    @Test
    @DisplayName("B55: a parameter of the DSN that is not known")
    void namesTheParameterOfTheDsnThatIsNotKnown(CapturedOutput output) {
        assertThat(failure(
                        output,
                        App.class,
                        "dsn=postgres://app:" + CANARY + "@db.example.com/shop?target_sesion_attrs=any"))
                .contains("spring.pgnative.dsn: ")
                .contains("target_sesion_attrs");
    }

    @Test
    @DisplayName("B55: a client that is switched off")
    void saysThatTheClientIsSwitchedOff(CapturedOutput output) {
        assertThat(failure(output, NeedsClient.class, "dsn=postgres://app@localhost/shop", "enabled=false"))
                .contains("because spring.pgnative.enabled is false");
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(PgNativeAutoConfiguration.class)
    static class App {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(PgNativeAutoConfiguration.class)
    static class NeedsReporting {

        NeedsReporting(@Qualifier("reporting") PgClient client) {}
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(PgNativeAutoConfiguration.class)
    static class NeedsClient {

        NeedsClient(BlockingPgClient client) {}
    }
}
