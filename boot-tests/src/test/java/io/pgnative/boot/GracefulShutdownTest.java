package io.pgnative.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.testing.OnVirtualThreads;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A request that is being answered when the application is told to stop. */
@ExtendWith(PostgresExtension.class)
@Timeout(180)
class GracefulShutdownTest {

    private static final String APPLICATION = "pgnative-graceful";

    private final TestDatabase database;

    GracefulShutdownTest(TestDatabase database) {
        this.database = database;
    }

    private ConfigurableApplicationContext start(String... more) {
        SpringApplication application = new SpringApplication(App.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        String[] arguments = {
            "--server.port=0",
            "--spring.application.name=" + APPLICATION,
            "--spring.pgnative.dsn=" + database.dsn(),
            more.length == 0 ? "--debug=false" : more[0]
        };
        return application.run(arguments);
    }

    private static CompletableFuture<HttpResponse<String>> get(ConfigurableApplicationContext context, String path) {
        URI uri = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
        return HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    @DisplayName("B42: the web server ends its requests, and their queries, before the client stops")
    void answersRequestsThatAreUnderWay() {
        CompletableFuture<HttpResponse<String>> answer;
        try (ConfigurableApplicationContext context = start()) {
            answer = get(context, "/slow");
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> database.query(
                            "select count(*) from pg_stat_activity where state = 'active' and" + " application_name = '"
                                    + APPLICATION + "'")
                    .equals("1"));
        }
        // The first query was running when the context was closed; the second one began after that.
        assertThat(answer.join().statusCode()).isEqualTo(200);
        assertThat(answer.join().body()).isEqualTo("42");
        database.awaitNoBackends(APPLICATION);
    }

    @Test
    @OnVirtualThreads
    @DisplayName("B42: the blocking face serves requests on virtual threads")
    void servesOnVirtualThreads() {
        try (ConfigurableApplicationContext context = start("--spring.threads.virtual.enabled=true")) {
            assertThat(get(context, "/thread").join().body()).startsWith("42 on VirtualThread[");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        PgNativeAutoConfiguration.class,
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        WebMvcAutoConfiguration.class
    })
    @RestController
    static class App {

        private final BlockingPgClient client;

        App(BlockingPgClient client) {
            this.client = client;
        }

        @GetMapping("/slow")
        String slow() {
            client.fetchOne(String.class, "select pg_sleep(2)::text");
            return String.valueOf(client.fetchOne(Integer.class, "select 6 * 7"));
        }

        @GetMapping("/thread")
        String thread() {
            return client.fetchOne(Integer.class, "select 6 * 7") + " on " + Thread.currentThread();
        }
    }
}
