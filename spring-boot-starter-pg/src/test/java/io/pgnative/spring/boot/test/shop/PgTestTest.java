package io.pgnative.spring.boot.test.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgClient;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.spring.boot.test.PgRollback;
import io.pgnative.spring.boot.test.PgTest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.env.Environment;
import org.springframework.transaction.ReactiveTransactionManager;
import reactor.test.StepVerifier;

/** A test of an application whose configuration names the database of production. */
@PgTest(
        properties = "spring.application.name=slice",
        includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = BookStore.class))
@Timeout(60)
class PgTestTest {

    private final ApplicationContext context;
    private final BookStore store;

    PgTestTest(@Autowired ApplicationContext context, @Autowired BookStore store) {
        this.context = context;
        this.store = store;
    }

    @Test
    @DisplayName("The slice holds what needs the client, on an embedded server where the scripts have run")
    void holdsWhatNeedsTheClient(@Autowired PgClient pg, @Autowired Environment environment) {
        assertThat(context.getBeanNamesForType(Counter.class)).isEmpty();
        assertThat(pg.options().host()).isEqualTo("localhost");
        assertThat(pg.options().parameters()).containsEntry("application_name", "slice");
        assertThat(environment.getProperty("spring.pgnative.dsn")).contains("db.example.com");
        assertThat(context.containsBean("jacksonPgJson")).isTrue();
        assertThat(context.containsBean("pgScriptDatabaseInitializer")).isTrue();
    }

    @RepeatedTest(2)
    void undoesWhatTheBlockingFaceHasDone() {
        assertThat(store.count()).isZero();
        store.shelve("Lavinia");
        assertThat(store.count()).isOne();
    }

    @RepeatedTest(2)
    void undoesWhatFuturesOfTheSameThreadHaveDone(@Autowired PgClient pg) throws Exception {
        assertThat(store.count()).isZero();
        pg.execute("select shelve('Tehanu')").await(20, TimeUnit.SECONDS);
        assertThat(store.count()).isOne();
    }

    @RepeatedTest(2)
    void undoesWhatTheReactiveFaceHasDone(
            @Autowired ReactivePgClient pg, @Autowired ReactiveTransactionManager transactions) {
        PgRollback rollback = PgRollback.with(transactions);

        StepVerifier.create(rollback.mono(pg.execute("select shelve('Voices')")
                        .then(pg.fetchValue(Long.class, "select count(*) from book"))))
                .expectNext(1L)
                .expectComplete()
                .verify(Duration.ofSeconds(30));
        StepVerifier.create(rollback.flux(pg.execute("select shelve('Gifts'), shelve('Powers')")
                        .thenMany(pg.stream(String.class, "select title from book order by title"))))
                .expectNext("Gifts", "Powers")
                .expectComplete()
                .verify(Duration.ofSeconds(30));
        assertThat(store.count()).isZero();
    }
}
