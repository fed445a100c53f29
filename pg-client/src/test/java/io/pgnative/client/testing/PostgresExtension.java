package io.pgnative.client.testing;

import io.vertx.core.Vertx;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link TestDatabase}, a {@link PostgresServer} and a {@link Vertx} as parameters of constructors,
 * life-cycle methods and test methods. Database and Vert.x are the same for a whole (outermost) test class; they are
 * made when first asked for, and dropped and closed after the class.
 */
public final class PostgresExtension implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(PostgresExtension.class);
    private static final int CLOSE_LIMIT_SECONDS = 10;
    private static final int NAME_LIMIT = 40;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestDatabase.class || type == PostgresServer.class || type == Vertx.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == PostgresServer.class) {
            return PostgresServer.current();
        }
        ExtensionContext ofClass = outermostClass(context);
        ExtensionContext.Store store = ofClass.getStore(NAMESPACE);
        if (type == Vertx.class) {
            return store.computeIfAbsent(Vertx.class, key -> new OpenVertx(Vertx.vertx()), OpenVertx.class)
                    .vertx();
        }
        return store.computeIfAbsent(
                        TestDatabase.class,
                        key -> OpenDatabase.create(ofClass.getRequiredTestClass()),
                        OpenDatabase.class)
                .database();
    }

    private static ExtensionContext outermostClass(ExtensionContext context) {
        ExtensionContext found = context;
        ExtensionContext at = context;
        while (at.getTestClass().isPresent()) {
            found = at;
            if (at.getParent().isEmpty()) {
                break;
            }
            at = at.getParent().get();
        }
        return found;
    }

    /** Closed by JUnit when the class is done. */
    private record OpenVertx(Vertx vertx) implements AutoCloseable {

        @Override
        public void close() throws TimeoutException {
            vertx.close().await(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Dropped by JUnit when the class is done, whoever is still connected. */
    private record OpenDatabase(PostgresServer server, TestDatabase database) implements AutoCloseable {

        static OpenDatabase create(Class<?> testClass) {
            PostgresServer server = PostgresServer.current();
            String name = name(testClass);
            drop(server, name);
            server.execute("create database " + Admin.identifier(name) + " template template0 encoding 'UTF8'");
            return new OpenDatabase(
                    server,
                    new TestDatabase(
                            server.host(),
                            server.port(),
                            name,
                            PostgresServer.TEST_ROLE,
                            PostgresServer.TEST_PASSWORD));
        }

        // With the process, so that two builds can share a server.
        private static String name(Class<?> testClass) {
            String words = testClass
                    .getSimpleName()
                    .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                    .toLowerCase(Locale.ROOT);
            return words.substring(0, Math.min(NAME_LIMIT, words.length())) + "_"
                    + ProcessHandle.current().pid();
        }

        private static void drop(PostgresServer server, String name) {
            server.execute("drop database if exists " + Admin.identifier(name) + " with (force)");
        }

        @Override
        public void close() {
            drop(server, database.database());
        }
    }
}
