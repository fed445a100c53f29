package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.spring.boot.web.FutureAdapterRegistrar;
import io.pgnative.spring.boot.web.PgRowModule;
import io.pgnative.spring.boot.web.StreamedJsonArrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.json.JsonMapper;

/** On which stack futures are understood, and which mapper knows rows. */
class PgWebAutoConfigurationTest {

    private static final String CONFIGURER = "pgFutureWebMvcConfigurer";

    private static final String SWITCHED_OFF = "spring.pgnative.web.future-support=false";

    private final AutoConfigurations configurations =
            AutoConfigurations.of(PgWebFluxAutoConfiguration.class, PgWebMvcAutoConfiguration.class);

    private final ReactiveWebApplicationContextRunner reactive =
            new ReactiveWebApplicationContextRunner().withConfiguration(configurations);

    private final WebApplicationContextRunner servlet =
            new WebApplicationContextRunner().withConfiguration(configurations);

    @Test
    void supportsFuturesOnTheStackThatRuns() {
        reactive.run(context ->
                assertThat(context).hasSingleBean(FutureAdapterRegistrar.class).doesNotHaveBean(CONFIGURER));
        servlet.run(context -> assertThat(context).hasBean(CONFIGURER).doesNotHaveBean(FutureAdapterRegistrar.class));
        new ApplicationContextRunner().withConfiguration(configurations).run(context -> assertThat(context)
                .doesNotHaveBean(CONFIGURER)
                .doesNotHaveBean(FutureAdapterRegistrar.class));
    }

    @Test
    void supportsNoFuturesWhenThatIsSwitchedOff() {
        reactive.withPropertyValues(SWITCHED_OFF)
                .run(context -> assertThat(context).doesNotHaveBean(FutureAdapterRegistrar.class));
        servlet.withPropertyValues(SWITCHED_OFF)
                .run(context -> assertThat(context).doesNotHaveBean(CONFIGURER));
    }

    @Test
    void supportsNoFuturesWithoutTheClassesOfTheStack() {
        reactive.withClassLoader(new FilteredClassLoader(WebFluxConfigurer.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(FutureAdapterRegistrar.class));
        servlet.withClassLoader(new FilteredClassLoader(WebMvcConfigurer.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CONFIGURER));
    }

    @Test
    @DisplayName("B14: arrays are streamed on Spring MVC with Reactor, unless that is switched off")
    void streamsArraysWhereSpringWouldCollectThem() {
        WebApplicationContextRunner streaming = new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PgWebMvcStreamAutoConfiguration.class));
        streaming.run(context -> assertThat(context).hasSingleBean(StreamedJsonArrays.class));
        streaming
                .withPropertyValues("spring.pgnative.web.stream-json-arrays=false")
                .run(context -> assertThat(context).doesNotHaveBean(StreamedJsonArrays.class));
        streaming
                .withClassLoader(new FilteredClassLoader(Flux.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(StreamedJsonArrays.class));
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PgWebMvcStreamAutoConfiguration.class))
                .run(context -> assertThat(context).doesNotHaveBean(StreamedJsonArrays.class));
    }

    @Test
    void teachesTheMapperOfTheApplicationToWriteRows() {
        ApplicationContextRunner runner = new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(PgRowJacksonAutoConfiguration.class, JacksonAutoConfiguration.class));
        runner.run(context -> assertThat(context.getBean(JsonMapper.class).registeredModules())
                .hasAtLeastOneElementOfType(PgRowModule.class));
        runner.withBean("mine", PgRowModule.class)
                .run(context ->
                        assertThat(context).hasSingleBean(PgRowModule.class).hasBean("mine"));
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PgRowJacksonAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(JacksonModule.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("pgRowModule"));
    }
}
