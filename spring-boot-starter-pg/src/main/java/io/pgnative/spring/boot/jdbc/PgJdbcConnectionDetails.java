package io.pgnative.spring.boot.jdbc;

import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgOptions;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** Tells JDBC how the client connects. All is as it is at the time somebody asks. */
public final class PgJdbcConnectionDetails implements JdbcConnectionDetails, DisposableBean {

    private final Supplier<PgOptions> options;
    private final Supplier<@Nullable String> password;
    private final Function<PgConfigurationException, ? extends RuntimeException> refused;
    private final String tlsId;

    /**
     * Makes them.
     *
     * @param options how the client connects
     * @param password asked each time; null when there is none
     * @param refused makes the failure of something that cannot be told to JDBC
     */
    public PgJdbcConnectionDetails(
            Supplier<PgOptions> options,
            Supplier<@Nullable String> password,
            Function<PgConfigurationException, ? extends RuntimeException> refused) {
        this.options = options;
        this.password = password;
        this.refused = refused;
        this.tlsId = PgJdbcSslSocketFactory.register(this::socketFactory);
    }

    private SSLSocketFactory socketFactory() {
        return new JdbcTls(options.get().tls()).socketFactory();
    }

    @Override
    public String getUsername() {
        return options.get().user();
    }

    @Override
    public @Nullable String getPassword() {
        return password.get();
    }

    /**
     * The URL.
     *
     * @return for the PostgreSQL JDBC driver, without user and password
     * @throws RuntimeException if something that matters cannot be told to that driver
     */
    @Override
    public String getJdbcUrl() {
        try {
            return PgJdbcUrl.of(options.get(), tlsId);
        } catch (PgConfigurationException ex) {
            throw refused.apply(ex);
        }
    }

    @Override
    public String getDriverClassName() {
        return "org.postgresql.Driver";
    }

    @Override
    public void destroy() {
        PgJdbcSslSocketFactory.unregister(tlsId);
    }
}
