package io.pgnative.boot.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.transaction.PgReactiveTransactionManager;
import io.pgnative.spring.boot.transaction.PgTransactionManager;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** R2DBC keeps its transactions, and the client has its own. */
@ExtendWith(PostgresExtension.class)
@Timeout(180)
class R2dbcBesideTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String INSERT = "insert into berth(id) values ($1)";

    static class Berths {

        private final DatabaseClient r2dbc;
        private final ReactivePgClient reactive;
        private final BlockingPgClient blocking;

        Berths(DatabaseClient r2dbc, ReactivePgClient reactive, BlockingPgClient blocking) {
            this.r2dbc = r2dbc;
            this.reactive = reactive;
            this.blocking = blocking;
        }

        Mono<Void> insert(int id) {
            return r2dbc.sql(INSERT).bind("$1", id).then();
        }

        private static Mono<Void> failing(boolean fails) {
            return fails ? Mono.error(new IllegalStateException("no")) : Mono.empty();
        }

        @Transactional
        Mono<Void> byR2dbc(int id, boolean fails) {
            return insert(id).then(failing(fails));
        }

        @Transactional("pgReactiveTransactionManager")
        Mono<Void> byClient(int id, boolean fails) {
            return reactive.execute(INSERT, id).then(failing(fails));
        }

        @Transactional("pgTransactionManager")
        public void byClientAndWait(int id, boolean fails) {
            blocking.execute(INSERT, id);
            if (fails) {
                throw new IllegalStateException("no");
            }
        }

        /** Of which only one half belongs to the transaction. */
        @Transactional
        Mono<Void> byBoth(int ofR2dbc, int ofClient) {
            return insert(ofR2dbc).then(reactive.execute(INSERT, ofClient)).then(failing(true));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Berths berths(DatabaseClient r2dbc, ReactivePgClient reactive, BlockingPgClient blocking) {
            return new Berths(r2dbc, reactive, blocking);
        }
    }

    @Test
    @DisplayName("B21, B33: R2DBC keeps its manager, which stays the default, and ours go by their names")
    void besideR2dbc(TestDatabase database) {
        database.execute("drop table if exists berth; create table berth(id int primary key)");
        try (var context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        OnlyWhereR2dbcIsAskedFor.ASKED_FOR + "=true",
                        "spring.pgnative.dsn=" + database.dsn(),
                        "spring.r2dbc.url=r2dbc:postgresql://" + database.host() + ":" + database.port() + "/"
                                + database.database(),
                        "spring.r2dbc.username=" + database.user(),
                        "spring.r2dbc.password=" + database.password(),
                        "spring.flyway.enabled=false",
                        "spring.liquibase.enabled=false",
                        "spring.autoconfigure.exclude="
                                + "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration,"
                                + "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration")
                .run()) {
            assertThat(context.getBean(TransactionManager.class)).isInstanceOf(R2dbcTransactionManager.class);
            assertThat(context.getBean("pgReactiveTransactionManager"))
                    .isInstanceOf(PgReactiveTransactionManager.class);
            assertThat(context.getBean("pgTransactionManager")).isInstanceOf(PgTransactionManager.class);

            Berths berths = context.getBean(Berths.class);
            berths.byR2dbc(1, false).block(LIMIT);
            assertThatThrownBy(() -> berths.byR2dbc(2, true).block(LIMIT)).hasMessage("no");
            berths.byClient(3, false).block(LIMIT);
            assertThatThrownBy(() -> berths.byClient(4, true).block(LIMIT)).hasMessage("no");
            berths.byClientAndWait(5, false);
            assertThatThrownBy(() -> berths.byClientAndWait(6, true)).hasMessage("no");
            assertThatThrownBy(() -> berths.byBoth(7, 8).block(LIMIT)).hasMessage("no");
            assertThatThrownBy(() -> context.getBean(TransactionalOperator.class)
                            .transactional(berths.insert(9).then(Berths.failing(true)))
                            .block(LIMIT))
                    .hasMessage("no");
            assertThat(database.query("select string_agg(id::text, ',' order by id) from berth"))
                    .isEqualTo("1,3,5,8");
        }
    }
}
