package io.pgnative.spring.boot.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Window;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is told of methods that cannot be statements, before any connection is opened. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InvalidMethodsTest {

    private final Vertx vertx = Vertx.vertx();
    private final PgClient client = PgClient.builder(vertx)
            .dsn("postgres://nobody@no-such-host.invalid/none")
            .build();

    @AfterAll
    void close() throws Exception {
        client.close(Duration.ZERO)
                .eventually(vertx::close)
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    record Pair(int a, int b) {}

    @SuppressWarnings("unused")
    interface Invalid {

        @Query("select :a, :c")
        int missing(int a, int b);

        @Query("select :a")
        int unused(int a, int more);

        @Query("select :a")
        int unusedName(@Param("aa") int a);

        @Query("select 1")
        int noPlaceholder(int a);

        @Query("select :x")
        int nothingOfSource(Pair pair);

        @Query("select :a, :b, :c")
        int missingInSource(Pair pair);

        @Query("select :a, $1")
        int bothKinds(int a);

        @Query("select 1")
        Map<String, Object> map();

        @Query("select 1")
        Set<Integer> set();

        @Query("select 1")
        Mono<Optional<Integer>> optionalInMono();

        @Query("select 1")
        Flux<List<Integer>> listsInFlux();

        @Query("select 1")
        Object anything();

        @Query("update t set x = 1")
        @Modifying
        String counted();

        @Query("select 1")
        @CopyIn("t")
        int both(List<Pair> rows);

        int neither();

        @Query
        int none();

        @Query(value = "select 1", file = "classpath:x.sql")
        int two();

        @Query(file = "classpath:no-such.sql")
        int noFile();

        @Query(file = "sql/count-by-author.sql")
        int noPrefix(String author);

        @Query(value = "select 1", timeout = "soon")
        int noDuration();

        @Query(value = "select 1", timeout = "0s")
        int noTime();

        @Query(value = "select 1", streamed = true)
        List<Integer> streamed();

        @Query("insert into t values (:a, :b)")
        @Modifying(batch = true)
        int noRows(int a, int b);

        @Query("insert into t values (:a, :b, :c)")
        @Modifying(batch = true)
        int missingInRows(List<Pair> rows);

        @Query("insert into t values ($1, $2)")
        @Modifying(batch = true)
        int unusedBesideRows(List<Pair> rows, int more);

        @Query("insert into t values (:a, :b)")
        @Modifying(batch = true)
        int publisher(Publisher<Pair> rows);

        @Query("select 1")
        Page<Integer> pageOfNothing();

        @Query("select 1")
        List<Integer> noPage(Pageable pageable);

        @Query("select 1")
        Window<Integer> windowOfAPage(Pageable pageable);

        @Query("select :a, :b")
        Slice<Integer> pageOfParts(Pair pair, Pageable pageable);

        @CopyIn("t")
        long noRowsToCopy();

        @CopyIn("t")
        long moreThanRows(List<Pair> rows, int more);

        @CopyIn(value = "t", columns = "a")
        long columns(List<Pair> rows);

        @CopyIn("t; drop table t")
        long noName(List<Pair> rows);

        @CopyIn("t")
        List<Pair> copied(List<Pair> rows);

        @CopyIn("t")
        @Modifying
        long modifyingCopy(List<Pair> rows);
    }

    @Test
    void areAllNamedWithTheReasonAndWhatIsExpected() {
        assertThatThrownBy(() -> initialise(Invalid.class))
                .isInstanceOfSatisfying(PgStartupException.class, failure -> {
                    String description = failure.analysis().getDescription();
                    String name = Invalid.class.getName();
                    for (String expected : List.of(
                            "missing(int, int): the parameter \"b\" is not used: the statement has :a, :c",
                            "unused(int, int): the parameter \"more\" is not used: the statement has :a",
                            "unusedName(int): the parameter \"aa\" is not used: the statement has :a",
                            "noPlaceholder(int): the parameter \"a\" is not used: the statement has no placeholder",
                            "nothingOfSource(Pair): nothing of the parameter \"pair\" is used: the statement has :x,"
                                    + " Pair has [a, b]",
                            "missingInSource(Pair): there is no parameter for :c; there are Pair has [a, b]",
                            "bothKinds(int): the statement has both $1 and :a",
                            "map(): cannot return java.util.Map<java.lang.String, java.lang.Object>; a method returns",
                            "set(): cannot return java.util.Set<java.lang.Integer>",
                            "optionalInMono(): cannot return reactor.core.publisher.Mono<java.util.Optional",
                            "listsInFlux(): cannot return reactor.core.publisher.Flux<java.util.List",
                            "anything(): cannot return java.lang.Object",
                            "counted(): cannot return java.lang.String; a method that changes rows returns void, int,",
                            "both(List): has both @Query and @CopyIn",
                            "neither(): has no statement; annotate it with @Query or @CopyIn",
                            "none(): @Query has no statement",
                            "two(): @Query has a statement and a file",
                            "noFile(): the file classpath:no-such.sql cannot be read",
                            "noPrefix(String): the file sql/count-by-author.sql has no prefix",
                            "noDuration(): the timeout \"soon\" is no duration",
                            "noTime(): the timeout \"0s\" must be more than zero",
                            "streamed(): @Query(streamed = true) is for methods that return a Flux",
                            "noRows(int, int): needs exactly one parameter that holds the rows",
                            "missingInRows(List): there is no parameter for :c; there are Pair has [a, b]",
                            "unusedBesideRows(List, int): the parameter \"more\" is not used: a batch takes",
                            "publisher(Publisher): the parameter \"rows\" is a Reactive Streams publisher",
                            "pageOfNothing(): cannot return org.springframework.data.domain.Page<java.lang.Integer> of"
                                    + " these parameters; a Page<T> or Slice<T> is made of a Pageable",
                            "noPage(Pageable): cannot return java.util.List<java.lang.Integer> of these parameters",
                            "windowOfAPage(Pageable): cannot return",
                            "pageOfParts(Pair, Pageable): a page takes each value of its statement from a parameter",
                            "noRowsToCopy(): needs exactly one parameter that holds the rows",
                            "moreThanRows(List, int): a @CopyIn has the rows as its only parameter; it has 2",
                            "columns(List): Pair has [a, b], which are 2 values for 1 columns",
                            "noName(List): ",
                            "copied(List): cannot return java.util.List",
                            "modifyingCopy(List): @Modifying belongs to @Query")) {
                        assertThat(description).contains("- " + name + "." + expected);
                    }
                    assertThat(description.lines()).hasSize(1 + Invalid.class.getDeclaredMethods().length);
                    assertThat(failure.analysis().getAction()).contains(name);
                });
    }

    interface Untidy<T> {

        @Query("select :a as a, :b as b")
        T inherited(int a, int b);
    }

    @SuppressWarnings("unused")
    interface Valid extends Untidy<Pair> {

        @Query("select :a_part, :bPart")
        int namesInBothCases(int aPart_, @Param("a_part") int a, @Param("bPart") int b);
    }

    interface Tidy extends Untidy<Pair> {

        @Query("select :first_part, :secondPart")
        int namesInBothCases(Parts parts);

        record Parts(int firstPart, int second_part) {}
    }

    @Test
    void takeTypeParametersOfInterfacesAndNamesInBothCases() {
        initialise(Tidy.class);
        assertThatThrownBy(() -> initialise(Valid.class))
                .isInstanceOfSatisfying(PgStartupException.class, failure -> assertThat(
                                failure.analysis().getDescription())
                        .contains("the parameter \"aPart_\" is not used"));
    }

    @Test
    void needAClient() {
        PgQueriesFactoryBean<Tidy> factory = new PgQueriesFactoryBean<>(Tidy.class, "");
        factory.setBeanFactory(new DefaultListableBeanFactory());
        assertThatThrownBy(factory::afterPropertiesSet)
                .isInstanceOfSatisfying(NoSuchBeanDefinitionException.class, none -> assertThat(none.getBeanType())
                        .isEqualTo(PgClient.class));
    }

    private void initialise(Class<?> type) {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        beans.registerSingleton("pgClient", client);
        PgQueriesFactoryBean<?> factory = new PgQueriesFactoryBean<>(type, "");
        factory.setBeanFactory(beans);
        factory.afterPropertiesSet();
    }
}
