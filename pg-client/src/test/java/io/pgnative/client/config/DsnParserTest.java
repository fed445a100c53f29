package io.pgnative.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pgnative.client.PgConfigurationException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DsnParserTest {

    private static final String CANARY = "c4n4ry";

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            postgres://                                    | -             | -    | -      | -     | -
            postgresql://                                  | -             | -    | -      | -     | -
            POSTGRES://db                                  | db            | -    | -      | -     | -
            postgres:///shop                               | -             | -    | shop   | -     | -
            postgres://db.example.com                      | db.example.com| -    | -      | -     | -
            postgres://db.example.com/                     | db.example.com| -    | -      | -     | -
            postgres://db:6000/shop                        | db            | 6000 | shop   | -     | -
            postgres://db:/shop                            | db            | -    | shop   | -     | -
            postgres://app@db/shop                         | db            | -    | shop   | app   | -
            postgres://app:pw@db:6000/shop                 | db            | 6000 | shop   | app   | pw
            postgres://app:@db/shop                        | db            | -    | shop   | app   | ''
            postgres://:pw@db/shop                         | db            | -    | shop   | -     | pw
            postgres://app:a:b@db/shop                     | db            | -    | shop   | app   | a:b
            postgres://[::1]:6000/shop                     | ::1           | 6000 | shop   | -     | -
            postgres://[fe80::1%25eth0]/shop               | fe80::1%eth0  | -    | shop   | -     | -
            postgres:///?host=db:6000                      | db            | 6000 | -      | -     | -
            postgres:///?host=[::1]:6000                   | ::1           | 6000 | -      | -     | -
            postgres:///?host=::1                          | ::1           | -    | -      | -     | -
            postgres://db/?host=other:1                    | db            | -    | -      | -     | -
            postgres://:6000/?host=db                      | db            | 6000 | -      | -     | -
            postgres:///?dbname=shop&user=app&password=pw  | -             | -    | shop   | app   | pw
            postgres:///?database=shop                     | -             | -    | shop   | -     | -
            postgres:///a?dbname=b                         | -             | -    | a      | -     | -
            postgres://?user=a&user=b                      | -             | -    | -      | b     | -
            postgres://app#1:p#w@db                        | db            | -    | -      | app#1 | p#w
            postgres://app@db/?host=&port=&user=&dbname=   | db            | -    | -      | app   | -
            """)
    void readsEachPart(String dsn, String host, Integer port, String database, String user, String password) {
        Dsn read = DsnParser.parse(dsn);

        assertThat(read.host()).isEqualTo(host);
        assertThat(read.authorityPort()).isEqualTo(port);
        assertThat(read.database()).isEqualTo(database);
        assertThat(read.user()).isEqualTo(user);
        assertThat(read.password()).isEqualTo(password);
        assertThat(read.parameters()).isEmpty();
    }

    @Test
    @DisplayName("A010: percent-decodes user, password, host, port and database, in authority and query")
    void percentDecodesEveryPart() {
        Dsn authority = DsnParser.parse("postgres://us%40er:p%3Aa%2Fs%40s@h%40st:543%33/d%2Fb%20%C3%A9");

        assertThat(authority.user()).isEqualTo("us@er");
        assertThat(authority.password()).isEqualTo("p:a/s@s");
        assertThat(authority.host()).isEqualTo("h@st");
        assertThat(authority.authorityPort()).isEqualTo(5433);
        assertThat(authority.database()).isEqualTo("d/b é");

        Dsn query = DsnParser.parse(
                "postgres:///?user=us%40er&p%61ssword=p%26%3D%2B+s&host=h%40st&port=543%33&dbname=d%2Fb");

        assertThat(query.user()).isEqualTo("us@er");
        assertThat(query.password()).isEqualTo("p&=+ s");
        assertThat(query.host()).isEqualTo("h@st");
        assertThat(query.queryPort()).isEqualTo(5433);
        assertThat(query.database()).isEqualTo("d/b");
    }

    @Test
    void takesAPlusLiterallyBeforeTheQueryAndAsASpaceInIt() {
        Dsn dsn = DsnParser.parse("postgres://a+b:c+d@h/e+f?application_name=g+h");

        assertThat(dsn.user()).isEqualTo("a+b");
        assertThat(dsn.password()).isEqualTo("c+d");
        assertThat(dsn.database()).isEqualTo("e+f");
        assertThat(dsn.parameters()).containsEntry("application_name", "g h");
    }

    @Test
    void sendsUnknownKeysAsParameters() {
        Dsn dsn = DsnParser.parse("postgres://db/shop?application_name=till&search_path=a,b&options=-c%20geqo%3Doff"
                + "&myapp.tenant=7&statement_timeout=5s");

        assertThat(dsn.parameters())
                .isEqualTo(Map.of(
                        "application_name", "till",
                        "search_path", "a,b",
                        "options", "-c geqo=off",
                        "myapp.tenant", "7",
                        "statement_timeout", "5s"));
    }

    @Test
    void readsConnectTimeoutInSeconds() {
        assertThat(DsnParser.parse("postgres://db?connect_timeout=3").connectTimeout())
                .isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void takesSslModeDisableAsTheOnlyOne() {
        assertThat(DsnParser.parse("postgres://db?sslmode=disable").parameters())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"allow", "prefer", "require", "verify-ca", "verify-full"})
    void refusesSslModesThatAskForTls(String mode) {
        assertThatThrownBy(() -> DsnParser.parse("postgres://app:pw@db/shop?sslmode=" + mode))
                .isInstanceOf(PgConfigurationException.class)
                .hasMessage("dsn: sslmode=" + mode
                        + " is not available, since this version speaks no TLS; expected disable"
                        + " (postgres://app:***@db/shop?sslmode=" + mode + ")");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgres://app:pw@db.example.com:54x2/shop  | the port "54x2" is not a number (postgres://app:***@db.example.com:54x2/shop)
            postgres://app@db:0/shop                    | the port "0" is not in 1 to 65535 (postgres://app@db:0/shop)
            postgres://app@db:65536/shop                | the port "65536" is not in 1 to 65535 (postgres://app@db:65536/shop)
            postgres://app@db:99999999999999/shop       | the port "99999999999999" is not in 1 to 65535
            postgres://app@db?port=-1                   | the port "-1" is not a number
            http://app:pw@db/shop                       | expected postgres://user@host:port/database or postgresql://... (***)
            db.example.com                              | expected postgres://
            postgres:/db                                | expected postgres://
            postgres://app@a,b/shop                     | several hosts are not available
            postgres://app@::1/shop                     | an IPv6 address is written in brackets
            postgres://app@[::1/shop                    | an IPv6 address is written [address]:port
            postgres://app@[::1]5432/shop               | an IPv6 address is written [address]:port
            postgres://a%4@db                           | the user is not percent-encoded UTF-8
            postgres://a%zz@db                          | the user is not percent-encoded UTF-8
            postgres://a%FF@db                          | the user is not percent-encoded UTF-8
            postgres://app:p%@db                        | the password is not percent-encoded UTF-8; a % itself is written %25 (postgres://app:***@db)
            postgres://db/shop?user                     | expected key=value pairs
            postgres://db/shop?=x                       | expected key=value pairs
            postgres://db/shop?user=a&&port=1           | expected key=value pairs
            postgres://db/shop?us er=a                  | holds characters that no parameter's name has
            postgres://db?sslmode=maybe                 | sslmode is unknown; expected disable
            postgres://app@db?sslmode=maybe             | sslmode "maybe" is unknown; expected disable
            postgres://app@db?connect_timeout=0         | connect_timeout "0" is not a number of seconds above zero
            postgres://app@db?connect_timeout=1.5       | connect_timeout "1.5" is not a number of seconds above zero
            postgres://db?target_session_attrs=any      | target_session_attrs is not available (postgres://db?target_session_attrs=***)
            postgres://db?sslrootcert=x                 | sslrootcert is not available
            postgres://db?keepalives=1                  | keepalives is not available
            postgres://db?aplication_name=x             | there is no aplication_name; did you mean application_name?
            postgres://db?applicationName=x             | there is no applicationName; did you mean application_name?
            postgres://db?sslmdoe=x                     | there is no sslmdoe; did you mean sslmode?
            postgres://db?username=x                    | there is no username; did you mean user?
            postgres://db?targt_session_attrs=x         | did you mean target_session_attrs?
            """)
    void refusesWithAClearText(String dsn, String expected) {
        assertThatThrownBy(() -> DsnParser.parse(dsn))
                .isInstanceOf(PgConfigurationException.class)
                .hasMessageStartingWith("dsn: ")
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @DisplayName("S29: a password is in no message, however malformed the DSN is")
    @ValueSource(
            strings = {
                "postgres://app:c4n4ry@db:54x2/shop",
                "postgres://app:c4n4ry/x@db/shop",
                "postgres://app:x/c4n4ry@db/shop",
                "postgres://app:1/c4n4ry@db/shop",
                "postgres://app:1?a=c4n4ry@db/shop",
                "postgres://app:x?c4n4ry@db/shop",
                "postgres://app:x@c4n4ry@db/shop",
                "postgres://app:c4n4ry@x@db:1x/shop",
                "postgres://app:x@y/c4n4ry@db/shop",
                "postgres://app:c4n4ry",
                "postgres://app:c4n4ry/shop?sslmode=require",
                "postgres://app:c4n4ry%@db/shop",
                "postgres://app:c4n4ry%00%zz@db/shop",
                "postgres://db:1x/shop?password=c4n4ry",
                "postgres://app@db:1x/shop?password=c4n4ry",
                "postgres://app@db/shop?sslmode=require&password=c4n4ry",
                "postgres://app@db/shop?password=c4n4ry&sslmode=require",
                "postgres://app@db/shop?password=x&port=c4n4ry",
                "postgres://app@db/shop?password=x&sslmode=c4n4ry",
                "postgres://app@db/shop?password=x&c4n4ry",
                "postgres://app@db/shop?passwrod=c4n4ry",
                "postgres://app@db/shop?%70assword=c4n4ry&sslmode=x",
                "postgres://app@db/shop?sslpassword=c4n4ry",
                "postgres://app@db/shop?c4n4ry",
                "postgres://app@db/shop?password=%c4n4ry",
                "http://app:c4n4ry@db/shop",
                "app:c4n4ry@db/shop",
                "c4n4ry",
                "postgres:app:c4n4ry@db"
            })
    void showsNoSecret(String dsn) {
        PgConfigurationException thrown =
                catchThrowableOfType(PgConfigurationException.class, () -> DsnParser.parse(dsn));

        assertThat(thrown).as(dsn).isNotNull();
        assertThat(thrown.toString()).doesNotContain(CANARY);
        assertThat(thrown.getCause()).isNull();
    }

    @Test
    void showsNoPasswordInTheTextOfWhatWasRead() {
        assertThat(DsnParser.parse("postgres://app:" + CANARY + "@db?x.y=" + CANARY))
                .asString()
                .doesNotContain(CANARY)
                .contains("app");
    }
}
