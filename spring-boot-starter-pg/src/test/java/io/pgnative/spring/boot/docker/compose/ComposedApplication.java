package io.pgnative.spring.boot.docker.compose;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** An application that tells which databases it has found, run as a process of its own. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration(PgNativeAutoConfiguration.class)
public class ComposedApplication {

    static final String ANSWER = "answer: ";

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(ComposedApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            System.out.println(ANSWER + databaseOf(context, "blockingPgClient") + " "
                    + databaseOf(context, "reportingBlockingPgClient"));
        }
    }

    private static String databaseOf(ConfigurableApplicationContext context, String client) {
        return context.getBean(client, BlockingPgClient.class)
                .fetchValue(String.class, "select current_database()")
                .orElseThrow();
    }
}
