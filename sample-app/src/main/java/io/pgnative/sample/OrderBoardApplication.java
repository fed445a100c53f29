package io.pgnative.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The order board. Without a DSN it runs on an embedded PostgreSQL. */
@SpringBootApplication
public class OrderBoardApplication {

    /**
     * Starts it.
     *
     * @param args Spring's command line, such as {@code --spring.pgnative.dsn=postgres://app@db.example.com/shop}
     */
    public static void main(String[] args) {
        SpringApplication.run(OrderBoardApplication.class, args);
    }
}
