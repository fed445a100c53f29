package io.pgnative.spring.boot.test.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.testing.PostgresServer;
import io.pgnative.spring.boot.test.PgTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.annotation.Transactional;

/** A test with a client that has a name, beside the default one whose database is replaced. */
@PgTest
@Timeout(60)
class NamedClientPgTest {

    @DynamicPropertySource
    static void reporting(DynamicPropertyRegistry registry) {
        registry.add("spring.pgnative.clients.reporting.dsn", () -> PostgresServer.current()
                .superuserDsn());
    }

    @RepeatedTest(2)
    @Transactional("reportingTransactionManager")
    @DisplayName("The slice has clients with names, and undoes what they have done where their manager is named")
    void undoesWhatAClientWithANameHasDone(
            @Autowired @Qualifier("reporting") BlockingPgClient reporting, @Autowired PgClient shop) {
        reporting.execute("create table undone_by_the_slice()");
        assertThat(reporting.fetchValue(Long.class, "select count(*) from undone_by_the_slice"))
                .contains(0L);
        assertThat(shop.options().host()).isEqualTo("localhost");
    }
}
