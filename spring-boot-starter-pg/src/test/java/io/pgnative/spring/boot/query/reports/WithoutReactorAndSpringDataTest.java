package io.pgnative.spring.boot.query.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import io.pgnative.spring.boot.autoconfigure.PgQueriesAutoConfiguration;
import io.pgnative.spring.boot.query.EnablePgQueries;
import io.pgnative.spring.boot.query.reports.plain.PlainReports;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

/** An application without optional libraries, in a class loader that does not have them. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class WithoutReactorAndSpringDataTest {

    private static final Pattern OPTIONAL =
            Pattern.compile(".*/(reactor-core|reactive-streams|spring-data-commons)-.*");

    /** Run by its name in the other class loader: starts with a DSN, and tells who has answered. */
    public static final class Application implements Function<String, String> {

        @Configuration(proxyBeanMethods = false)
        @EnablePgQueries(basePackages = "io.pgnative.spring.boot.query.reports.plain")
        @ImportAutoConfiguration({PgNativeAutoConfiguration.class, PgQueriesAutoConfiguration.class})
        static class Plain {}

        @Override
        public String apply(String dsn) {
            ClassLoader loader = getClass().getClassLoader();
            if (ClassUtils.isPresent("reactor.core.publisher.Flux", loader)
                    || ClassUtils.isPresent("org.springframework.data.domain.Page", loader)) {
                throw new IllegalStateException("the libraries are there");
            }
            try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
                context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource(
                                "test",
                                Map.of(
                                        "spring.pgnative.dsn",
                                        dsn,
                                        "spring.pgnative.application-name",
                                        "plain",
                                        "spring.pgnative.queries.validate",
                                        true)));
                context.register(Plain.class);
                context.refresh();
                return context.getBean(PlainReports.class).application();
            }
        }
    }

    @Test
    void runsStatementsOfBlockingCode(TestDatabase database) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(withoutOptional(), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            @SuppressWarnings("unchecked") // as it is written above
            Function<String, String> application =
                    (Function<String, String>) loader.loadClass(Application.class.getName())
                            .getConstructor()
                            .newInstance();
            assertThat(application.apply(database.dsn())).isEqualTo("plain");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL[] withoutOptional() throws MalformedURLException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            if (!OPTIONAL.matcher(entry.replace(File.separatorChar, '/')).matches()) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }
}
