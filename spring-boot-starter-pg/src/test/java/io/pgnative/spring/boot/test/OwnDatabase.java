package io.pgnative.spring.boot.test;

import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.autoconfigure.PgNamedConnectionDetails;
import io.pgnative.spring.boot.autoconfigure.PgNativeConnectionDetails;
import io.vertx.core.Vertx;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What an application may have that says itself where its database is. */
public final class OwnDatabase {

    private OwnDatabase() {}

    public static final class Details implements PgNativeConnectionDetails {

        @Override
        public String getHost() {
            return "own.example.com";
        }

        @Override
        public String getDatabase() {
            return "shop";
        }
    }

    @Configuration(proxyBeanMethods = false)
    public static class OwnDetails {

        @Bean
        PgNativeConnectionDetails ofApplication() {
            return new Details();
        }
    }

    @Configuration(proxyBeanMethods = false)
    public static class OwnNamedDetails {

        @Bean
        PgNamedConnectionDetails ofApplication() {
            return PgNamedConnectionDetails.of(new Details(), "reporting");
        }
    }

    @Configuration(proxyBeanMethods = false)
    public static class OwnClient {

        @Bean(destroyMethod = "close")
        Vertx vertx() {
            return Vertx.vertx();
        }

        @Bean(destroyMethod = "")
        PgClient ofApplication(Vertx vertx) {
            return PgClient.builder(vertx)
                    .dsn("postgres://own.example.com/shop")
                    .build();
        }
    }
}
