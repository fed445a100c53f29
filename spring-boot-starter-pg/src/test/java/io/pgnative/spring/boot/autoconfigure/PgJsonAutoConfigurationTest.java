package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgJson;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import java.lang.reflect.Type;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Which JSON mapper the auto-configured client gets, and what it does with a real server. */
@ExtendWith(PostgresExtension.class)
@Timeout(60)
class PgJsonAutoConfigurationTest {

    record Line(String sku, int quantity) {}

    record Order(long orderId, LocalDate placedOn, List<Line> lines) {}

    record Lines(List<Line> lines, Map<String, Line> bySku) {}

    private static final String WRITE = "select $1::jsonb ->> 'order_id', $1::jsonb ->> 'orderId'";
    private static final Order ORDER = new Order(7, LocalDate.of(2024, 2, 29), List.of(new Line("a", 2)));

    private final ApplicationContextRunner runner;

    PgJsonAutoConfigurationTest(TestDatabase database) {
        this.runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PgNativeAutoConfiguration.class))
                .withPropertyValues("spring.pgnative.dsn=" + database.dsn());
    }

    @Test
    void usesTheMapperOfSpringBoot() {
        runner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .run(context -> {
                    assertThat(context).hasSingleBean(PgJson.class);
                    assertThat(context.getBean(PgJson.class)).isInstanceOf(JacksonPgJson.class);
                    BlockingPgClient pg = context.getBean(BlockingPgClient.class);
                    assertThat(pg.fetchValue(Order.class, "select $1::jsonb", ORDER))
                            .contains(ORDER);
                    assertThat(pg.fetchValue(Order[].class, "select $1::jsonb[]", List.of(ORDER))
                                    .orElseThrow())
                            .containsExactly(ORDER);
                });
    }

    @Test
    void usesAMapperOfTheUsersOwn() {
        runner.withBean(JsonMapper.class, PgJsonAutoConfigurationTest::snakeCase)
                .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .run(context -> {
                    var row = context.getBean(BlockingPgClient.class).fetchOne(WRITE, ORDER);
                    assertThat(row.getString(0)).isEqualTo("7");
                    assertThat(row.getString(1)).isNull();
                });
    }

    private static JsonMapper snakeCase() {
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();
    }

    @Test
    void readsComponentsOfDeclaredTypes() {
        runner.withBean(JsonMapper.class, JsonMapper::new)
                .run(context -> assertThat(context.getBean(BlockingPgClient.class)
                                .fetchOne(
                                        Lines.class,
                                        "select '[{\"sku\":\"a\",\"quantity\":1}]'::jsonb as lines,"
                                                + " '{\"b\":{\"sku\":\"b\",\"quantity\":2}}'::json as by_sku"))
                        .isEqualTo(new Lines(List.of(new Line("a", 1)), Map.of("b", new Line("b", 2)))));
    }

    @Test
    void usesJackson2WhereJackson3IsNot() {
        runner.withClassLoader(new FilteredClassLoader(JsonMapper.class))
                .withBean(ObjectMapper.class, ObjectMapper::new)
                .run(PgJsonAutoConfigurationTest::mapsWithJackson2);
    }

    @Test
    void usesJackson2WhereThereIsNoBeanOfJackson3() {
        runner.withBean(ObjectMapper.class, ObjectMapper::new).run(PgJsonAutoConfigurationTest::mapsWithJackson2);
    }

    private static void mapsWithJackson2(org.springframework.context.ApplicationContext context) {
        assertThat(context.getBean(PgJson.class)).isInstanceOf(Jackson2PgJson.class);
        BlockingPgClient pg = context.getBean(BlockingPgClient.class);
        assertThat(pg.fetchValue(Line.class, "select $1::jsonb", new Line("a", 3)))
                .contains(new Line("a", 3));
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.fetchValue(Lines.class, "select $1::json as doc", CANARY))
                .withMessage("column \"doc\" of type json: the JSON mapper cannot read the json as Lines:"
                        + " InvalidFormatException at .bySku.*.quantity")
                .satisfies(PgJsonAutoConfigurationTest::tellsNothing);
    }

    @Test
    void prefersJackson3() {
        runner.withBean(ObjectMapper.class, ObjectMapper::new)
                .withBean(JsonMapper.class, JsonMapper::new)
                .run(context -> assertThat(context.getBean(PgJson.class)).isInstanceOf(JacksonPgJson.class));
    }

    @Test
    void usesNothingWithoutAMapper() {
        runner.run(PgJsonAutoConfigurationTest::mapsNothing);
        runner.withClassLoader(new FilteredClassLoader(JsonMapper.class, ObjectMapper.class))
                .run(PgJsonAutoConfigurationTest::mapsNothing);
    }

    @Test
    void usesNothingWhenItIsNotClearWhichMapperIsMeant() {
        runner.withBean("one", JsonMapper.class, JsonMapper::new)
                .withBean("two", JsonMapper.class, JsonMapper::new)
                .withBean(ObjectMapper.class, ObjectMapper::new)
                .run(PgJsonAutoConfigurationTest::mapsNothing);
    }

    private static void mapsNothing(org.springframework.context.ApplicationContext context) {
        assertThat(context.getBeansOfType(PgJson.class)).isEmpty();
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> context.getBean(BlockingPgClient.class).fetch("select $1::jsonb", ORDER))
                .withMessageContaining("set a JSON mapper");
    }

    @Test
    void leavesTheFieldToAPgJsonOfTheUsersOwn() {
        PgJson own = new PgJson() {
            @Override
            public String encode(Object value) {
                return "{\"order_id\":\"own\"}";
            }

            @Override
            public Object decode(String json, Type type) {
                return ORDER;
            }
        };
        runner.withBean(JsonMapper.class, JsonMapper::new)
                .withBean(ObjectMapper.class, ObjectMapper::new)
                .withBean(PgJson.class, () -> own)
                .run(context -> {
                    assertThat(context.getBean(PgJson.class)).isSameAs(own);
                    assertThat(context.getBean(BlockingPgClient.class)
                                    .fetchOne(WRITE, ORDER)
                                    .getString(0))
                            .isEqualTo("own");
                });
    }

    /** Writes one and the same for all. */
    private record Fixed(String orderId) implements PgJson {

        @Override
        public String encode(Object value) {
            return "{\"order_id\":\"" + orderId + "\"}";
        }

        @Override
        public Object decode(String json, Type type) {
            return ORDER;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OfReporting {

        @Bean
        @Qualifier("reporting") PgJson reportingJson() {
            return new Fixed("reporting");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OfReadReplica {

        @Bean(defaultCandidate = false)
        @Qualifier("read-replica") PgJson replicaJson() {
            return new Fixed("replica");
        }
    }

    private static void assertWrites(BlockingPgClient pg, @Nullable String snake, @Nullable String camel) {
        var row = pg.fetchOne(WRITE, ORDER);
        assertThat(row.getString(0)).isEqualTo(snake);
        assertThat(row.getString(1)).isEqualTo(camel);
    }

    @Test
    @DisplayName("B10: a client's own mapper is that client's alone")
    void leavesTheMapperOfOneClientToIt() {
        ApplicationContextRunner several = runner.withUserConfiguration(OfReporting.class, OfReadReplica.class)
                .withPropertyValues(
                        "spring.pgnative.clients.audit.dsn=${spring.pgnative.dsn}",
                        "spring.pgnative.clients.reporting.dsn=${spring.pgnative.dsn}",
                        "spring.pgnative.clients.read-replica.dsn=${spring.pgnative.dsn}");
        several.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .run(context -> {
                    assertWrites(context.getBean("blockingPgClient", BlockingPgClient.class), null, "7");
                    assertWrites(context.getBean("auditBlockingPgClient", BlockingPgClient.class), null, "7");
                    assertWrites(
                            context.getBean("reportingBlockingPgClient", BlockingPgClient.class), "reporting", null);
                    assertWrites(
                            context.getBean("readReplicaBlockingPgClient", BlockingPgClient.class), "replica", null);
                });
        several.withBean("one", PgJson.class, () -> new Fixed("one"), definition -> definition.setPrimary(true))
                .withBean("other", PgJson.class, () -> new Fixed("other"))
                .run(context -> {
                    assertWrites(context.getBean("blockingPgClient", BlockingPgClient.class), "one", null);
                    assertWrites(
                            context.getBean("reportingBlockingPgClient", BlockingPgClient.class), "reporting", null);
                });
        several.run(context ->
                assertThat(context.getBean("pgClient", PgClient.class).json()).isNull());
    }

    @Configuration(proxyBeanMethods = false)
    static class ByHand {

        @Bean
        @Qualifier("reporting") PgJson reportingJson() {
            return new Fixed("reporting");
        }

        @Bean(defaultCandidate = false, destroyMethod = "")
        PgClient reportingPgClient(PgClients clients, PgNativeProperties properties) {
            return clients.create("reporting", "spring.pgnative", properties);
        }
    }

    @Test
    void refusesTheMapperOfAClientByHandThatWouldBeThatOfAllClients() {
        runner.withUserConfiguration(ByHand.class).run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(PgStartupException.class)
                .hasMessageContaining("The PgJson bean 'reportingJson' is the client reporting's own"));
    }

    @Test
    void letsCustomizersHaveTheLastWord() {
        runner.withBean(JsonMapper.class, JsonMapper::new)
                .withBean(PgClientCustomizer.class, () -> builder -> builder.json(null))
                .run(context -> assertThatExceptionOfType(PgDataException.class)
                        .isThrownBy(
                                () -> context.getBean(BlockingPgClient.class).fetch("select $1::jsonb", ORDER))
                        .withMessageContaining("set a JSON mapper"));
    }

    private static final String CANARY =
            "{\"lines\":[],\"bySku\":{\"canary\":{\"sku\":\"x\",\"quantity\":\"canary\"}}}";

    @Test
    void tellsWhereJsonDoesNotFitButNothingOfTheValue() {
        runner.withBean(JsonMapper.class, JsonMapper::new).run(context -> {
            BlockingPgClient pg = context.getBean(BlockingPgClient.class);
            assertThatExceptionOfType(PgDataException.class)
                    .isThrownBy(() -> pg.fetchValue(Lines.class, "select $1::json as doc", CANARY))
                    .withMessage("column \"doc\" of type json: the JSON mapper cannot read the json as Lines:"
                            + " InvalidFormatException at .bySku.*.quantity")
                    .satisfies(PgJsonAutoConfigurationTest::tellsNothing);
            assertThatExceptionOfType(PgDataException.class)
                    .isThrownBy(() -> pg.fetchValue(
                            Lines.class, "select '{\"lines\":[{\"quantity\":1},{\"quantity\":{}}]}'::json as doc"))
                    .withMessageEndingWith("Exception at .lines[1].quantity");
            assertThatExceptionOfType(PgDataException.class)
                    .isThrownBy(() -> pg.fetch("select $1::jsonb", new Broken("canary")))
                    .withMessageContaining("argument 1 of type jsonb holds a " + Broken.class.getName()
                            + " that the JSON mapper cannot write: ")
                    .withMessageEndingWith(" at .text")
                    .satisfies(PgJsonAutoConfigurationTest::tellsNothing);
        });
    }

    public static final class Broken {

        private final String text;

        Broken(String text) {
            this.text = text;
        }

        public String getText() {
            throw new IllegalStateException(text);
        }
    }

    private static void tellsNothing(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            assertThat(Objects.toString(cause.getMessage())).doesNotContain("canary");
        }
    }
}
