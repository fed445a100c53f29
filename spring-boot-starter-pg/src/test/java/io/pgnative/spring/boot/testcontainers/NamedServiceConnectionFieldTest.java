package io.pgnative.spring.boot.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import io.pgnative.spring.boot.autoconfigure.PgServiceConnection;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.context.ImportTestcontainers;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Configuration;

@Timeout(60)
@SpringBootTest(
        classes = NamedServiceConnectionFieldTest.App.class,
        properties = {
            "spring.pgnative.host=elsewhere.invalid",
            "spring.pgnative.clients.reporting.host=elsewhere.invalid"
        })
class NamedServiceConnectionFieldTest {

    @PgServiceConnection("reporting")
    static final StandInContainer REPORTS = new StandInContainer();

    @ServiceConnection
    static final StandInContainer SHOP = new StandInContainer("shop");

    @Test
    @DisplayName("B28: containers in static fields serve the default client, and the client that one of them names")
    void isConnectedToItsContainer(
            @Autowired PgClient shop,
            @Autowired @Qualifier("reporting") PgClient reporting,
            @Autowired @Qualifier("reporting") BlockingPgClient blocking) {
        assertThat(shop.options().database()).isEqualTo("shop");
        assertThat(reporting.options().database()).isEqualTo(REPORTS.getDatabaseName());
        assertThat(blocking.fetchValue(String.class, "select current_user::text"))
                .contains(REPORTS.getUsername());
    }

    /** Its own fields are those of the outer class, which are imported once more. */
    @Nested
    @ImportTestcontainers(NamedServiceConnectionFieldTest.class)
    class Inner {

        @Test
        void isConnectedToTheContainerOfTheOuterClass(@Autowired @Qualifier("reporting") PgClient reporting) {
            assertThat(reporting.options().port()).isEqualTo(REPORTS.getMappedPort(5432));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(PgNativeAutoConfiguration.class)
    static class App {}
}
