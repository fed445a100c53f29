package io.pgnative.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pgnative.client.LoadBalanceHosts;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.TargetSessionAttributes;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionStringTest {

    private static final String CANARY = "c4n4ry";

    @Test
    @DisplayName("A010: percent-decodes user, password, host, port and database, in authority and query")
    void percentDecodesEveryPart() {
        assertThat(ConnectionString.parse("postgres://us%40er:p%3Aa%2Fs%40s@h%40st:543%33/d%2Fb%20%C3%A9")
                        .values())
                .isEqualTo(Map.of(
                        "user", "us@er", "password", "p:a/s@s", "host", "h@st", "port", "5433", "dbname", "d/b é"));
        assertThat(ConnectionString.parse(
                                "postgres:///?user=us%40er&p%61ssword=p%26%3D%2B&host=h%40st&port=543%33&dbname=d%2Fb")
                        .values())
                .isEqualTo(
                        Map.of("user", "us@er", "password", "p&=+", "host", "h@st", "port", "5433", "dbname", "d/b"));
    }

    @Test
    void takesTheNameThatAsyncpgGivesTheDatabase() {
        assertThat(ConnectionString.parse("postgres:///?database=shop").values())
                .isEqualTo(Map.of("dbname", "shop"));
        assertThat(ConnectionString.parse("database=shop").values()).isEqualTo(Map.of("dbname", "shop"));
    }

    @Test
    void sendsUnknownKeysAsParameters() {
        assertThat(parametersOf("postgres://db/shop?search_path=a,b&myapp.tenant=7&statement_timeout=5s"))
                .isEqualTo(Map.of("search_path", "a,b", "myapp.tenant", "7", "statement_timeout", "5s"));
        assertThat(parametersOf("host=db search_path='a, b'")).isEqualTo(Map.of("search_path", "a, b"));
    }

    private static Map<String, String> parametersOf(String dsn) {
        return DsnSource.read(dsn).parameters().values().stream()
                .collect(Collectors.toMap(Setting::keyword, Setting::value));
    }

    private static void read(String dsn) {
        DsnSource source = DsnSource.read(dsn);
        Settings settings = new Settings(List.of(source.settings()));
        HostList.read(settings.find("host"), settings.find("hostaddr"), settings.find("port"), false);
        settings.oneOf("target_session_attrs", TargetSessionAttributes.values(), TargetSessionAttributes.ANY);
        settings.oneOf("load_balance_hosts", LoadBalanceHosts.values(), LoadBalanceHosts.DISABLE);
        TlsSettings.read(settings, new ExplicitOptions.Tls(null, null, null, null), null);
        AuthenticationSettings.read(settings, new ExplicitOptions.Authentication(true, true, null, null));
        ParameterSettings.read(Map.of(), settings, source.parameters(), Map.of());
        ProtocolSettings.read(settings);
        TcpSettings.read(settings);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgres://app:pw@db.example.com:54x2/shop  | the port "54x2" is not a number (postgres://app:***@db.example.com:54x2/shop)
            postgres://app@db:0/shop                    | the port "0" is not in 1 to 65535 (postgres://app@db:0/shop)
            postgres://app@db:65536/shop                | the port "65536" is not in 1 to 65535 (postgres://app@db:65536/shop)
            postgres://app@db:99999999999999/shop       | the port "99999999999999" is not in 1 to 65535
            postgres://app@db?port=-1                   | the port "-1" is not a number
            http://app:pw@db/shop                       | expected postgres://user@host:port/database, or host=... port=... dbname=... user=... (***)
            db.example.com                              | expected postgres://
            postgres:/db                                | expected postgres://
            postgres://app@a:1,b:x/shop                 | the port "x" is not a number
            postgres://app@a,b,c/shop?port=1,2          | cannot match 2 ports to 3 hosts (postgres://app@a,b,c/shop?port=1,2)
            postgres://app@a/shop?hostaddr=::1,::2      | cannot match 1 host names to 2 addresses of hostaddr
            postgres://app@%2Ftmp/shop?hostaddr=::1     | a Unix socket has no hostaddr
            postgres://app@db:1:2/shop                  | an IPv6 address is written in brackets
            postgres://app@::1/shop                     | an IPv6 address is written in brackets
            postgres://app@[::1/shop                    | an IPv6 address is written [address]:port
            postgres://app@[::1]5432/shop               | an IPv6 address is written [address]:port
            postgres://a%4@db                           | the user is not percent-encoded UTF-8
            postgres://a%zz@db                          | the user is not percent-encoded UTF-8
            postgres://a%FF@db                          | the user is not percent-encoded UTF-8
            postgres://app:p%@db                        | the password is not percent-encoded UTF-8; a % itself is written %25 (postgres://app:***@db)
            postgres://db/shop?user                     | expected keyword=value pairs
            postgres://db/shop?=x                       | expected keyword=value pairs
            postgres://db/shop?user=a&&port=1           | expected keyword=value pairs
            postgres://db/shop?user=a=b                 | a = itself is written %3D
            postgres://db/sh op                         | the database holds a space, which is written %20
            host=db port=x                              | the port "x" is not a number (host=db port=x)
            host=db port=x password=pw                  | the port is not a number (host=db port=x password=***)
            host=db shop                                | expected keyword=value pairs; a value with spaces stands in single quotes (***)
            host='db                                    | does not end
            h@st=db                                     | the name of a parameter holds characters
            host=db sslmdoe=x                           | there is no sslmdoe; did you mean sslmode?
            postgres://db/shop?us%20er=a                | holds characters that no parameter's name has
            postgres://db?sslmode=maybe                 | sslmode is unknown; expected one of disable, allow, prefer, require, verify-ca, verify-full
            postgres://app@db?sslmode=maybe             | sslmode "maybe" is unknown; expected one of disable
            postgres://app@db?target_session_attrs=rw   | target_session_attrs "rw" is unknown; expected one of any, read-write, read-only, primary, standby, prefer-primary, prefer-standby
            postgres://app@db?load_balance_hosts=yes    | load_balance_hosts "yes" is unknown; expected one of disable, random
            postgres://app@db?sslsni=yes                | sslsni "yes" is unknown; expected 1 or 0
            postgres://app@db?keepalives=yes            | keepalives "yes" is unknown; expected 1 or 0
            postgres://app@db?keepalives_idle=5s        | keepalives_idle "5s" is not a number of seconds, 0 to 32767 without a unit
            postgres://app@db?keepalives_interval=32768 | keepalives_interval "32768" is not a number of seconds, 0 to 32767 without a unit
            postgres://app@db?keepalives_count=128      | keepalives_count "128" is not a number, 0 to 127 without a unit
            postgres://app@db?tcp_user_timeout=-1       | tcp_user_timeout "-1" is not a number of milliseconds, 0 to 2147483647 without a unit
            postgres://app@db?max_protocol_version=3.1  | max_protocol_version "3.1" is unknown; expected one of 3.0, 3.2, latest
            postgres://app@db?min_protocol_version=3.2&max_protocol_version=3.0 | max_protocol_version is 3.0, older than min_protocol_version, which is 3.2
            postgres://app@db?min_protocol_version=4    | min_protocol_version "4" is unknown; expected one of 3.0, 3.2, latest
            postgres://app@db?krbsrvname=pg%40db        | krbsrvname "pg@db" is not the name of a service; expected printable ASCII without blanks, / and @
            postgres://app@db?krbsrvname=p%20g          | krbsrvname "p g" is not the name of a service
            postgres://app@db?gssdelegation=true        | gssdelegation "true" is unknown; expected 1 or 0
            postgres://app@db?gsslib=sspi               | gsslib is not available: this client speaks GSSAPI through the Java runtime, and not SSPI; expected gssapi
            postgres://app@db?gsslib=other              | gsslib is not available: this client speaks GSSAPI
            postgres://app@db?require_auth=sspi         | require_auth leaves no method to authenticate by, since this client does not speak sspi
            postgres://app@db?gssencmode=require        | gssencmode is not available: this client does not encrypt by GSSAPI but by TLS; expected disable or prefer, and sslmode=verify-full
            postgres://app@db?replication=database      | replication is not available
            postgres://app@db?client_encoding=LATIN1    | client_encoding is not available: this client always speaks UTF8
            postgres://app@db?requirepeer=postgres      | requirepeer is not available
            postgres://app@db?ssl=on                    | there is no ssl; did you mean sslmode?
            postgres://db?aplication_name=x             | there is no aplication_name; did you mean application_name?
            postgres://db?applicationName=x             | there is no applicationName; did you mean application_name?
            postgres://db?sslmdoe=x                     | there is no sslmdoe; did you mean sslmode?
            postgres://db?username=x                    | there is no username; did you mean user?
            postgres://db?targt_session_attrs=x         | did you mean target_session_attrs?
            """)
    void refusesWithAClearText(String dsn, String expected) {
        assertThatThrownBy(() -> read(dsn))
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
                "postgres://app@db/shop?sslmode=x&password=c4n4ry",
                "postgres://app@db/shop?password=c4n4ry&sslmode=x",
                "postgres://app@db/shop?password=x&port=c4n4ry",
                "postgres://app@db/shop?password=x&sslmode=c4n4ry",
                "postgres://app@db/shop?password=x&c4n4ry",
                "postgres://app@db/shop?passwrod=c4n4ry",
                "postgres://app@db/shop?%70assword=c4n4ry&sslmode=x",
                "postgres://app@db/shop?sslpassword=c4n4ry&sslmode=x",
                "postgres://app@db/shop?c4n4ry",
                "postgres://app@db/shop?password=%c4n4ry",
                "http://app:c4n4ry@db/shop",
                "app:c4n4ry@db/shop",
                "c4n4ry",
                "postgres:app:c4n4ry@db",
                "host=db password=c4n4ry port=x",
                "host=db password=my c4n4ry",
                "host=db password='c4n4ry",
                "host=db password='my 'c4n4ry",
                "host=db password=my host=c4n4ry port=x",
                "host=db password=my c4n4ry_password=x sslmode=y",
                "host=db sslpassword=c4n4ry sslmode=y",
                "host=db passwrod=c4n4ry",
                "host=db port=x oauth_client_secret=c4n4ry"
            })
    void showsNoSecret(String dsn) {
        PgConfigurationException thrown = catchThrowableOfType(PgConfigurationException.class, () -> read(dsn));

        assertThat(thrown).as(dsn).isNotNull();
        assertThat(thrown.toString()).doesNotContain(CANARY);
        assertThat(thrown.getCause()).isNull();
    }

    @Test
    void showsNoPasswordInTheTextOfWhatWasRead() {
        String dsn = "postgres://app:" + CANARY + "@db?x.y=" + CANARY;

        assertThat(ConnectionString.parse(dsn)).asString().doesNotContain(CANARY);
        assertThat(DsnSource.read(dsn)).asString().doesNotContain(CANARY);
        assertThat(DsnSource.read(dsn).settings().toString()).doesNotContain(CANARY);
    }
}
