package io.pgnative.spring.boot.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** Has the auto-configured pool of JDBC ask for user and password for each connection that it opens. */
public final class HikariCredentials implements BeanPostProcessor {

    private static final String DATA_SOURCE = "dataSource";

    private final ObjectProvider<JdbcConnectionDetails> details;

    /**
     * Makes one.
     *
     * @param details asked once the pool is made
     */
    public HikariCredentials(ObjectProvider<JdbcConnectionDetails> details) {
        this.details = details;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof HikariDataSource pool
                && beanName.equals(DATA_SOURCE)
                && pool.getCredentialsProvider() == null
                && details.getIfAvailable() instanceof PgJdbcConnectionDetails ours) {
            pool.setCredentialsProvider(() -> Credentials.of(ours.getUsername(), ours.getPassword()));
        }
        return bean;
    }
}
