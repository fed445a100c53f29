package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pgnative.spring.boot.diagnostics.PgStartupException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** How clients of {@code spring.pgnative.clients} are found and called. */
class ClientBeansTest {

    private final StandardEnvironment environment = new StandardEnvironment();

    private void set(String... properties) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String property : properties) {
            values.put(property, "x");
        }
        environment.getPropertySources().addFirst(new MapPropertySource("test" + values.hashCode(), values));
    }

    private void setVariable(String name) {
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(name, "x")));
    }

    @Test
    void findsNoneWhereNoneIsConfigured() {
        set("spring.pgnative.host", "spring.pgnative.client.reporting.host");

        assertThat(ClientBeans.named(environment)).isEmpty();
    }

    @Test
    void callsTheBeansByTheirClient() {
        set("spring.pgnative.clients.read-replica.host");

        assertThat(ClientBeans.named(environment)).singleElement().satisfies(beans -> {
            assertThat(beans.client()).isEqualTo("read-replica");
            assertThat(beans.prefix()).isEqualTo("spring.pgnative.clients.read-replica");
            assertThat(beans.pgClient()).isEqualTo("readReplicaPgClient");
            assertThat(beans.reactivePgClient()).isEqualTo("readReplicaReactivePgClient");
            assertThat(beans.blockingPgClient()).isEqualTo("readReplicaBlockingPgClient");
            assertThat(beans.lifecycle()).isEqualTo("readReplicaPgClientLifecycle");
            assertThat(beans.transactionManager()).isEqualTo("readReplicaTransactionManager");
            assertThat(beans.reactiveTransactionManager()).isEqualTo("readReplicaReactiveTransactionManager");
            assertThat(beans.jdbcConnectionDetails()).isEqualTo("readReplicaJdbcConnectionDetails");
            assertThat(beans.scriptDatabaseInitializer()).isEqualTo("readReplicaScriptDatabaseInitializer");
        });
    }

    @Test
    void findsEachOnceInTheOrderOfTheAlphabet() {
        set(
                "spring.pgnative.clients.reporting.host",
                "spring.pgnative.clients.reporting.pool.max-size",
                "spring.pgnative.clients.audit.host");

        assertThat(ClientBeans.named(environment))
                .extracting(ClientBeans::client)
                .containsExactly("audit", "reporting");
    }

    @Test
    void findsOneThatOnlyTheEnvironmentNames() {
        setVariable("SPRING_PGNATIVE_CLIENTS_REPORTING_POOL_MAXSIZE");

        assertThat(ClientBeans.named(environment))
                .extracting(ClientBeans::client)
                .containsExactly("reporting");
    }

    @Test
    void takesAVariableWithoutDashesForTheSameClient() {
        set("spring.pgnative.clients.read-replica.host");
        setVariable("SPRING_PGNATIVE_CLIENTS_READREPLICA_PASSWORD");

        assertThat(ClientBeans.named(environment))
                .extracting(ClientBeans::client)
                .containsExactly("read-replica");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Reporting", "1st", "read_replica", "[a/b]", "0", "ends-", "two--dashes"})
    void refusesWhatIsNoName(String name) {
        set("spring.pgnative.clients." + name + ".host");

        assertThatExceptionOfType(PgStartupException.class)
                .isThrownBy(() -> ClientBeans.named(environment))
                .withMessageContaining("spring.pgnative.clients.")
                .withMessageContaining("lower-case letters, digits and single dashes");
    }

    @Test
    void refusesTheNameOfTheDefaultClient() {
        set("spring.pgnative.clients.default.host");

        assertThatExceptionOfType(PgStartupException.class)
                .isThrownBy(() -> ClientBeans.named(environment))
                .withMessageContaining("configured by spring.pgnative itself");
    }

    @Test
    void refusesAValueInPlaceOfProperties() {
        set("spring.pgnative.clients.reporting");

        assertThatExceptionOfType(PgStartupException.class)
                .isThrownBy(() -> ClientBeans.named(environment))
                .withMessageContaining("spring.pgnative.clients.reporting: a client has properties")
                .withMessageContaining("spring.pgnative.clients.reporting.dsn");
    }

    @Test
    void refusesTwoSpellingsOfOneName() {
        set("spring.pgnative.clients.read-replica.host", "spring.pgnative.clients.rea-dreplica.host");

        assertThatExceptionOfType(PgStartupException.class)
                .isThrownBy(() -> ClientBeans.named(environment))
                .withMessageContaining("is the same name as");
    }

    @ParameterizedTest
    @CsvSource({
        "reactive, reactivePgClient",
        "blocking, blockingPgClient",
        "pg, pgTransactionManager",
        "pg-reactive, pgReactiveTransactionManager",
    })
    void refusesNamesWhoseBeansTheDefaultClientHas(String name, String bean) {
        set("spring.pgnative.clients." + name + ".host");

        assertThatExceptionOfType(PgStartupException.class)
                .isThrownBy(() -> ClientBeans.named(environment))
                .withMessageContaining("spring.pgnative.clients." + name + ": its bean " + bean)
                .withMessageContaining("the client without a name");
    }

    @Test
    void refusesNamesWhoseBeansAnotherClientHas() {
        set("spring.pgnative.clients.report.host", "spring.pgnative.clients.report-reactive.host");

        assertThatExceptionOfType(PgStartupException.class)
                .isThrownBy(() -> ClientBeans.named(environment))
                .withMessageContaining("reportReactivePgClient")
                .withMessageContaining("spring.pgnative.clients.report");
    }
}
