package io.pgnative.spring.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tests what works on the database, without the rest of the application: only {@link AutoConfigurePg the parts that
 * need the client} are auto-configured, and no component is scanned. The database is an embedded server, unless the
 * test names another one; see {@link AutoConfigureTestPg}.
 *
 * <p>Each test method runs in a transaction of {@code pgTransactionManager}, which is rolled back: what the blocking
 * face and, on the thread of the test, {@code PgClient} do is undone. What the reactive face does is not part of it;
 * {@link PgRollback} has that undone. {@code @Transactional(propagation = Propagation.NOT_SUPPORTED)} on a class or
 * method switches the transaction off.
 *
 * <pre>{@code
 * @PgTest
 * class BookStoreTest {
 *
 *     @Test
 *     void findsWhatWasStored(@Autowired BlockingPgClient pg) {
 *         ...
 *     }
 * }
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(PgTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(PgTypeExcludeFilter.class)
@Transactional("pgTransactionManager")
@AutoConfigurePg
@AutoConfigureTestPg
@ImportAutoConfiguration
public @interface PgTest {

    /**
     * Properties that are set before the application starts.
     *
     * @return each as {@code name=value}
     */
    String[] properties() default {};

    /**
     * Whether components are left out unless a filter includes them.
     *
     * @return by default true
     */
    boolean useDefaultFilters() default true;

    /**
     * Which components are included, such as the stores under test.
     *
     * @return filters
     */
    Filter[] includeFilters() default {};

    /**
     * Which components are excluded although a filter includes them.
     *
     * @return filters
     */
    Filter[] excludeFilters() default {};

    /**
     * Auto-configurations that are left out.
     *
     * @return their classes
     */
    @AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
    Class<?>[] excludeAutoConfiguration() default {};
}
