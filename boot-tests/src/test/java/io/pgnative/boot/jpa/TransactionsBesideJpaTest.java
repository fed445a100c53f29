package io.pgnative.boot.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.transaction.PgTransactionManager;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.Transactional;

/** JPA keeps its transactions, and the client has its own. */
@ExtendWith(PostgresExtension.class)
@Timeout(180)
class TransactionsBesideJpaTest {

    /** Something that JPA stores. */
    @Entity(name = "ticket")
    static class Ticket {

        @Id
        private long id;

        Ticket() {}

        Ticket(long id) {
            this.id = id;
        }

        long id() {
            return id;
        }
    }

    static class Tickets {

        private final EntityManager entities;
        private final BlockingPgClient pg;

        Tickets(EntityManager entities, BlockingPgClient pg) {
            this.entities = entities;
            this.pg = pg;
        }

        @Transactional
        public void byJpa(long id, boolean fails) {
            entities.persist(new Ticket(id));
            entities.flush();
            if (fails) {
                throw new IllegalStateException("no");
            }
        }

        @Transactional("pgTransactionManager")
        public void byClient(long id, boolean fails) {
            pg.execute("insert into ticket(id) values ($1)", id);
            if (fails) {
                throw new IllegalStateException("no");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Tickets tickets(EntityManager entities, BlockingPgClient pg) {
            return new Tickets(entities, pg);
        }
    }

    @Test
    @DisplayName("B33: an unqualified @Transactional means JPA's manager, and ours goes by its name")
    void besideJpa(TestDatabase database) {
        try (var context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.pgnative.dsn=" + database.dsn(),
                        "spring.datasource.url=" + database.jdbcUrl(),
                        "spring.datasource.username=" + database.user(),
                        "spring.datasource.password=" + database.password(),
                        "spring.jpa.hibernate.ddl-auto=create",
                        "spring.flyway.enabled=false",
                        "spring.liquibase.enabled=false")
                .run()) {
            assertThat(context.getBean(TransactionManager.class)).isInstanceOf(JpaTransactionManager.class);
            assertThat(context.getBean("pgTransactionManager")).isInstanceOf(PgTransactionManager.class);
            Tickets tickets = context.getBean(Tickets.class);
            tickets.byJpa(1, false);
            assertThatThrownBy(() -> tickets.byJpa(2, true)).hasMessage("no");
            tickets.byClient(3, false);
            assertThatThrownBy(() -> tickets.byClient(4, true)).hasMessage("no");
            assertThat(database.query("select string_agg(id::text, ',' order by id) from ticket"))
                    .isEqualTo("1,3");
        }
    }
}
