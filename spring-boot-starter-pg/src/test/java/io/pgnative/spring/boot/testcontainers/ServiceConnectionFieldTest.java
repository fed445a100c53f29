package io.pgnative.spring.boot.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Configuration;

@Timeout(60)
@SpringBootTest(classes = ServiceConnectionFieldTest.App.class, properties = "spring.pgnative.host=elsewhere.invalid")
class ServiceConnectionFieldTest {

    @ServiceConnection
    static final StandInContainer POSTGRES = new StandInContainer();

    @Test
    @DisplayName("B28: a container in a static field tells where the database is")
    void isConnectedToTheContainer(@Autowired BlockingPgClient client, @Autowired PgClient same) {
        assertThat(client.fetchValue(String.class, "select current_user::text")).contains(POSTGRES.getUsername());
        assertThat(same.options().port()).isEqualTo(POSTGRES.getMappedPort(5432));
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(PgNativeAutoConfiguration.class)
    static class App {}
}
