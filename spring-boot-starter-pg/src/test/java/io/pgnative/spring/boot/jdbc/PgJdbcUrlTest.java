package io.pgnative.spring.boot.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgHost;
import io.pgnative.client.testing.PostgresExtension;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.Driver;

@ExtendWith(PostgresExtension.class)
class PgJdbcUrlTest {

    private final Vertx vertx;

    PgJdbcUrlTest(Vertx vertx) {
        this.vertx = vertx;
    }

    private PgClientBuilder dsn(String dsn) {
        return PgClient.builder(vertx).environment(false).dsn(dsn);
    }

    private static String url(PgClientBuilder builder) {
        return PgJdbcUrl.of(builder.options(), "7");
    }

    /** As the driver reads the URL. */
    private static Properties parsed(String url) {
        return Driver.parseURL(url, new Properties());
    }

    @Test
    void tellsWhatThereIsByDefault() {
        assertThat(url(dsn("postgres://app:s3cret@db.example.com/shop")))
                .isEqualTo(
                        "jdbc:postgresql://db.example.com:5432/shop?connectTimeout=10&tcpKeepAlive=true&sslmode=prefer"
                                + "&gssEncMode=disable");
    }

    @ParameterizedTest
    @CsvSource({
        "target_session_attrs=read-write, targetServerType, primary",
        "target_session_attrs=primary, targetServerType, primary",
        "target_session_attrs=standby, targetServerType, secondary",
        "target_session_attrs=read-only, targetServerType, secondary",
        "target_session_attrs=prefer-standby, targetServerType, preferSecondary",
        "load_balance_hosts=random, loadBalanceHosts, true",
        "connect_timeout=7, connectTimeout, 7",
        "keepalives=0, tcpKeepAlive, false",
        "sslmode=disable, sslmode, disable",
        "sslmode=allow, sslmode, allow",
        "sslmode=require, sslmode, require",
        "sslmode=require&sslrootcert=/pki/r.crt, sslmode, verify-ca",
        "sslmode=verify-ca&sslrootcert=/etc/hostname, sslmode, verify-ca",
        "sslrootcert=system, sslmode, verify-full",
        "sslrootcert=system, sslfactory, io.pgnative.spring.boot.jdbc.PgJdbcSslSocketFactory",
        "sslrootcert=system, sslfactoryarg, 7",
        "sslmode=require&sslnegotiation=direct, sslNegotiation, direct",
        "sslmode=require&sslcert=/pki/a.crt&sslkey=/pki/a.key, sslkey, /pki/a.key",
        "sslmode=require&sslcert=/pki/a.crt&sslkey=/pki/a.key, sslcert, /pki/a.crt",
        "channel_binding=disable, channelBinding, disable",
        "'require_auth=scram-sha-256,md5', requireAuth, 'md5,scram-sha-256'",
        "krbsrvname=pg, kerberosServerName, pg",
        "application_name=a%26b%20c, ApplicationName, a&b c",
        "search_path=a%20b%5Cc&TimeZone=UTC, options, '-c search_path=a\\ b\\\\c'"
    })
    void tellsTheDriver(String query, String property, String value) {
        String url = url(dsn("postgres://app@db.example.com/shop?" + query));

        assertThat(parsed(url).getProperty(property)).isEqualTo(value);
    }

    @Test
    void tellsSeveralHostsAndUnusualNames() {
        String url = url(dsn("postgres://app@/?dbname=x")
                .hosts(List.of(
                        new PgHost("a.example.com", 5433), new PgHost("fe80::1", 5432), new PgHost("b", 1, "10.0.0.1")))
                .database("my shop/ä"));

        assertThat(url)
                .startsWith("jdbc:postgresql://a.example.com:5433,[fe80::1]:5432,10.0.0.1:1/my%20shop%2F%C3%A4?");
        assertThat(parsed(url).getProperty("PGDBNAME")).isEqualTo("my shop/ä");
        assertThat(parsed(url).getProperty("PGPORT")).isEqualTo("5433,5432,1");
    }

    @ParameterizedTest
    @CsvSource({
        "host=/run/postgresql, host: JDBC does not connect by Unix sockets",
        "host=db hostaddr=10.0.0.1 sslrootcert=system, host: JDBC cannot connect to an address and verify the name",
        "sslrootcert=system sslcrl=/pki/r.crl, tls.crl: revoked certificates are not known to JDBC",
        "sslrootcert=system sslcertmode=require, tls.cert-mode: require is not known to JDBC",
        "sslmode=require sslcert=/a.crt sslkey=/a.key sslpassword=s3cret, tls.key-password: JDBC is told the password"
    })
    void refusesWhatCannotBeTold(String dsn, String message) {
        assertThatThrownBy(() -> url(dsn("dbname=shop user=app " + dsn)))
                .isInstanceOf(PgConfigurationException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aTlsThatNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> new PgJdbcSslSocketFactory("of another process"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("known only as long as its application context is open");
    }
}
