package io.pgnative.spring.boot.query.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

/** Interfaces in an application that was processed ahead of time. */
@ExtendWith(PostgresExtension.class)
@Timeout(180)
class PgQueriesAotTest {

    private final TestDatabase database;

    PgQueriesAotTest(TestDatabase database) {
        this.database = database;
    }

    private TestPropertyValues properties() {
        return TestPropertyValues.of("spring.pgnative.dsn=" + database.dsn(), "library.patience=1s");
    }

    private ClassName process(TestGenerationContext generated) {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.register(QueryMethodsTest.Library.class);
            properties().applyTo(context);
            ClassName name = new ApplicationContextAotGenerator().processAheadOfTime(context, generated);
            generated.writeGeneratedContent();
            return name;
        }
    }

    @Test
    @CompileWithForkedClassLoader
    @DisplayName("B56: starts and answers from what was generated ahead of time")
    void startsAndAnswersFromWhatWasGenerated() {
        database.execute("""
                drop table if exists book;
                create table book (
                    id bigint primary key, title text not null, author text not null, price numeric(9, 2), tags text[]);
                insert into book values (1, 'Lavinia', 'Ursula K. Le Guin', 9.50, '{sf}');
                """);
        TestGenerationContext generated = new TestGenerationContext();
        ClassName name = process(generated);
        TestCompiler.forSystem().with(generated).compile(compiled -> {
            ApplicationContextInitializer<GenericApplicationContext> initializer =
                    initializer(compiled.getInstance(ApplicationContextInitializer.class, name.reflectionName()));
            try (GenericApplicationContext context = new GenericApplicationContext()) {
                properties().applyTo(context);
                initializer.initialize(context);
                context.refresh();
                assertThat(context.getBean(Books.class).byUrsula())
                        .containsExactly(new Book(1, "Lavinia", Books.ursula(), new BigDecimal("9.50"), List.of("sf")));
            }
        });
    }

    @SuppressWarnings("unchecked") // what is generated is for such contexts
    private static ApplicationContextInitializer<GenericApplicationContext> initializer(
            ApplicationContextInitializer<?> generated) {
        return (ApplicationContextInitializer<GenericApplicationContext>) generated;
    }

    @Test
    @DisplayName("B56: tells a native image of proxies, of what rows are mapped to and of files")
    void tellsANativeImageWhatItNeeds() {
        TestGenerationContext generated = new TestGenerationContext();
        process(generated);
        RuntimeHints hints = generated.getRuntimeHints();

        assertThat(RuntimeHintsPredicates.proxies().forInterfaces(Books.class)).accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onType(Book.class)).accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection()
                        .onConstructorInvocation(Book.class.getDeclaredConstructors()[0]))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onType(Books.Change.class))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onType(Books.Key.class)).accepts(hints);
        assertThat(RuntimeHintsPredicates.resource().forResource("sql/count-by-author.sql"))
                .accepts(hints);
    }
}
