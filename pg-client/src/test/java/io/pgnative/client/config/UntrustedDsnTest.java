package io.pgnative.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.client.SslMode;
import io.pgnative.client.testing.PostgresExtension;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody may say who is not trusted. */
@ExtendWith(PostgresExtension.class)
class UntrustedDsnTest {

    private final Vertx vertx;

    UntrustedDsnTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgres://app@db/shop?sslkey=/etc/passwd                    | sslkey
            postgres://app@db/shop?ssl%6bey=/etc/passwd                  | sslkey
            postgres://app@db/shop?sslcert=/etc/passwd                   | sslcert
            postgres://app@db/shop?sslrootcert=/tmp/mine.crt             | sslrootcert
            postgres://app@db/shop?sslcrl=/dev/zero                      | sslcrl
            postgres://app@db/shop?sslcrldir=/dev                        | sslcrldir
            postgres://app@db/shop?sslpassword=x                         | sslpassword
            postgres://app@db/shop?passfile=/etc/shadow                  | passfile
            postgres://app@db/shop?service=payroll                       | service
            service=payroll                                              | service
            servicefile=/tmp/mine host=db                                | servicefile
            postgres://app@db/shop?sslmode=disable                       | sslmode other than verify-full
            postgres://app@db/shop?sslmode=require                       | sslmode other than verify-full
            postgres://app@db/shop?channel_binding=disable               | channel_binding other than require
            postgres://app@db/shop?require_auth=none                     | require_auth
            postgres://app@db/shop?sslsni=0                              | sslsni
            postgres://app@db/shop?sslcertmode=require                   | sslcertmode
            postgres://app@db/shop?ssl_min_protocol_version=TLSv1.2      | ssl_min_protocol_version
            postgres://app@db/shop?sslnegotiation=direct                 | sslnegotiation
            postgres://app@db/shop?options=-c%20role%3Dpostgres          | options
            postgres://app@db/shop?role=postgres                         | role
            postgres://app@db/shop?myapp.tenant=7                        | myapp.tenant
            host=db search_path=evil                                     | search_path
            postgres://%2Frun%2Fpostgresql/shop                          | the path of a Unix socket
            postgres://db/shop?host=/run/postgresql                      | the path of a Unix socket
            postgres:///shop?host=db,%40abstract                         | the path of a Unix socket
            host=/run/postgresql dbname=shop                             | the path of a Unix socket
            """)
    @DisplayName("S28: a DSN that is not trusted names no file, service, key, socket or setting, and weakens nothing")
    void refusesWhatIsNotOnTheList(String dsn, String word) {
        assertThatThrownBy(() -> PgClient.builder(vertx).untrustedDsn(dsn).options())
                .isInstanceOf(PgConfigurationException.class)
                .hasMessageStartingWith("dsn: " + word + " is not allowed in a DSN that is not trusted");
    }

    @Test
    @DisplayName("S28: every word of libpq is either on the list of what is allowed or refused")
    void refusesEveryOtherWord() {
        Map<String, String> harmless = Map.of(
                "sslmode", "verify-full",
                "channel_binding", "require",
                "connect_timeout", "5",
                "port", "5433",
                "hostaddr", "10.0.0.1",
                "target_session_attrs", "primary",
                "load_balance_hosts", "random");
        LibpqKeywords.forEachVariable((word, variable) -> {
            String dsn = "host=db " + word + "=" + harmless.getOrDefault(word, "text");
            boolean allowed = harmless.containsKey(word)
                    || word.equals("host")
                    || word.equals("dbname")
                    || word.equals("user")
                    || word.equals("password")
                    || word.equals("application_name");
            if (allowed) {
                UntrustedDsn.check(DsnSource.read(dsn));
            } else {
                assertThatThrownBy(() -> UntrustedDsn.check(DsnSource.read(dsn)))
                        .as(word)
                        .isInstanceOf(PgConfigurationException.class);
            }
        });
    }

    @Test
    @DisplayName("S28: it says where the database is and who logs in, and the program what protects that")
    void takesPlacesAndNames() {
        PgOptions options = PgClient.builder(vertx)
                .untrustedDsn("postgres://anna:geheim@db1:5433,db2/shop?application_name=tool&connect_timeout=3"
                        + "&target_session_attrs=primary&channel_binding=require")
                .parameter("search_path", "shop")
                .tls(tls -> tls.mode(SslMode.REQUIRE))
                .options();
        assertThat(options.hosts()).containsExactly(new PgHost("db1", 5433), new PgHost("db2", 5432));
        assertThat(options.user()).isEqualTo("anna");
        assertThat(options.database()).isEqualTo("shop");
        assertThat(options.password()).isNotNull();
        assertThat(options.tls().mode()).isEqualTo(SslMode.REQUIRE);
        assertThat(options.parameters()).containsEntry("search_path", "shop").containsEntry("application_name", "tool");
    }

    @Test
    @DisplayName("S28: nor does a password file of this process serve the host that it names")
    void takesNothingFromAroundTheProcess(@TempDir Path home) throws IOException {
        Path passfile = Files.writeString(home.resolve(".pgpass"), "*:*:*:*:geheim\n");
        Files.setPosixFilePermissions(passfile, PosixFilePermissions.fromString("rw-------"));
        String before = System.getProperty("user.home");
        System.setProperty("user.home", home.toString());
        try {
            assertThat(PgClient.builder(vertx)
                            .dsn("postgres://db/shop")
                            .options()
                            .password())
                    .isNotNull();
            assertThat(PgClient.builder(vertx)
                            .untrustedDsn("postgres://db/shop")
                            .options()
                            .password())
                    .isNull();
        } finally {
            System.setProperty("user.home", before);
        }
    }

    @Test
    @DisplayName("S28: a DSN that is set anew is as trusted as the method says")
    void forgetsTheFormerDsn() {
        assertThat(PgClient.builder(vertx)
                        .untrustedDsn("postgres://db/shop")
                        .dsn("postgres://db/shop?search_path=shop")
                        .options()
                        .parameters())
                .containsEntry("search_path", "shop");
        assertThatThrownBy(() -> PgClient.builder(vertx)
                        .dsn("postgres://db/shop")
                        .untrustedDsn("postgres://db/shop?search_path=shop")
                        .options())
                .hasMessageContaining("search_path is not allowed");
    }
}
