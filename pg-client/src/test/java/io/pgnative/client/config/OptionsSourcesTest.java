package io.pgnative.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pgnative.client.AuthenticationMethod;
import io.pgnative.client.ChannelBinding;
import io.pgnative.client.ListenRecovery;
import io.pgnative.client.LoadBalanceHosts;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PoolerMode;
import io.pgnative.client.ProtocolVersion;
import io.pgnative.client.ResetPolicy;
import io.pgnative.client.SslMode;
import io.pgnative.client.SslNegotiation;
import io.pgnative.client.StatementMode;
import io.pgnative.client.TargetSessionAttributes;
import io.pgnative.client.TlsVersion;
import io.pgnative.client.testing.PostgresExtension;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Program, DSN, service file, environment, password file and defaults: which of them counts. */
@ExtendWith(PostgresExtension.class)
class OptionsSourcesTest {

    private final Vertx vertx;
    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, String> program = new HashMap<>();

    private Path home;

    OptionsSourcesTest(Vertx vertx, @TempDir Path home) {
        this.vertx = vertx;
        this.home = home;
    }

    private PgOptions resolve(@Nullable String dsn) {
        return OptionsResolver.resolve(
                vertx,
                Surroundings.of(variables, home.toString(), false),
                new ExplicitOptions(
                        dsn,
                        true,
                        program,
                        null,
                        null,
                        null,
                        Map.of(),
                        null,
                        null,
                        new ExplicitOptions.Tls(null, null, null, null),
                        new ExplicitOptions.Authentication(true, true, null, null)),
                null,
                Duration.ofSeconds(1),
                4096,
                1 << 20,
                PoolerMode.SESSION,
                new PgOptions.Limits(0, 1 << 16, 0, 0),
                new PgOptions.StatementCache(1, Duration.ZERO, 0, StatementMode.NAMED),
                new PgOptions.Pool(
                        "p",
                        1,
                        0,
                        1,
                        Duration.ofSeconds(1),
                        Duration.ZERO,
                        Duration.ZERO,
                        0,
                        0,
                        1,
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        ResetPolicy.NONE,
                        Duration.ofSeconds(1)),
                new PgOptions.Logging(null, false),
                new PgOptions.Listening(Duration.ofSeconds(1), ListenRecovery.DEFAULT));
    }

    private static @Nullable String password(PgOptions options) throws Exception {
        return password(options, 0);
    }

    private static @Nullable String password(PgOptions options, int host) throws Exception {
        return Objects.requireNonNull(options.password())
                .password(options.hosts().get(host))
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @Test
    void takesEverythingFromTheEnvironmentWhenNothingElseSpeaks() throws Exception {
        variables.putAll(Map.of(
                "PGHOST", "h1,h2",
                "PGPORT", "1,2",
                "PGUSER", "u",
                "PGPASSWORD", "p",
                "PGDATABASE", "d",
                "PGAPPNAME", "a",
                "PGOPTIONS", "-c geqo=off",
                "PGTARGETSESSIONATTRS", "standby",
                "PGLOADBALANCEHOSTS", "random",
                "PGCONNECT_TIMEOUT", "7"));
        variables.putAll(Map.of(
                "PGREQUIREAUTH", "scram-sha-256,none",
                "PGCHANNELBINDING", "require",
                "PGSSLMODE", "require",
                "PGSSLNEGOTIATION", "direct",
                "PGSSLMINPROTOCOLVERSION", "TLSv1.3",
                "PGMINPROTOCOLVERSION", "3.2",
                "PGMAXPROTOCOLVERSION", "latest",
                "PGTZ", "Europe/Berlin",
                "PGDATESTYLE", "default",
                "PGGEQO", "off"));
        PgOptions options = resolve(null);

        assertThat(options.hosts()).containsExactly(new PgHost("h1", 1), new PgHost("h2", 2));
        assertThat(options.user()).isEqualTo("u");
        assertThat(options.database()).isEqualTo("d");
        assertThat(password(options)).isEqualTo("p");
        assertThat(options.parameters())
                .isEqualTo(Map.of(
                        "application_name", "a",
                        "options", "-c geqo=off",
                        "timezone", "Europe/Berlin",
                        "geqo", "off"));
        assertThat(options.targetSessionAttributes()).isEqualTo(TargetSessionAttributes.STANDBY);
        assertThat(options.loadBalanceHosts()).isEqualTo(LoadBalanceHosts.RANDOM);
        assertThat(options.hostTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(14));
        assertThat(options.authentication().requireAuth())
                .containsExactlyInAnyOrder(AuthenticationMethod.SCRAM_SHA_256, AuthenticationMethod.NONE);
        assertThat(options.authentication().channelBinding()).isEqualTo(ChannelBinding.REQUIRE);
        assertThat(options.tls().mode()).isEqualTo(SslMode.REQUIRE);
        assertThat(options.tls().negotiation()).isEqualTo(SslNegotiation.DIRECT);
        assertThat(options.tls().minVersion()).isEqualTo(TlsVersion.TLSV1_3);
        assertThat(options.protocol()).isEqualTo(new PgOptions.Protocol(ProtocolVersion.V3_2, ProtocolVersion.V3_2));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            -,      -,      V3_0, V3_0
            3.0,    -,      V3_0, V3_0
            -,      3.2,    V3_0, V3_2
            -,      latest, V3_0, V3_2
            3.2,    -,      V3_2, V3_2
            latest, 3.2,    V3_2, V3_2
            3.0,    3.0,    V3_0, V3_0
            """)
    void asksForTheVersionOfTheProtocolThatLibpqAsksFor(
            @Nullable String min, @Nullable String max, ProtocolVersion oldest, ProtocolVersion newest) {
        if (min != null) {
            program.put("min_protocol_version", min);
        }
        @Nullable String dsn = max == null ? null : "max_protocol_version=" + max;

        assertThat(resolve(dsn).protocol()).isEqualTo(new PgOptions.Protocol(oldest, newest));
    }

    @Test
    void takesTheOptionsOfTcpInTheUnitsOfLibpq() {
        assertThat(resolve(null).tcp()).isEqualTo(PgOptions.Tcp.DEFAULT);
        assertThat(resolve("keepalives=0 keepalives_idle=60 keepalives_interval=5 keepalives_count=3"
                                + " tcp_user_timeout=1500")
                        .tcp())
                .isEqualTo(new PgOptions.Tcp(
                        false, Duration.ofSeconds(60), Duration.ofSeconds(5), 3, Duration.ofMillis(1500)));
    }

    @Test
    @DisplayName("A006: what the program says overrides DSN and environment, sslmode among it")
    void theProgramOverridesDsnAndEnvironment() throws Exception {
        variables.putAll(Map.of("PGHOST", "e", "PGPORT", "1", "PGUSER", "e", "PGPASSWORD", "e", "PGSSLMODE", "allow"));
        program.putAll(Map.of("host", "p", "port", "3", "user", "p", "password", "p", "sslmode", "disable"));
        PgOptions options = resolve("postgres://d:d@d:2/d?sslmode=require");

        assertThat(options.hosts()).containsExactly(new PgHost("p", 3));
        assertThat(options.user()).isEqualTo("p");
        assertThat(password(options)).isEqualTo("p");
        assertThat(options.database()).isEqualTo("d");
        assertThat(options.tls().mode()).isEqualTo(SslMode.DISABLE);
    }

    @Test
    void theDsnOverridesTheEnvironmentPartByPart() throws Exception {
        variables.putAll(Map.of(
                "PGHOST",
                "e",
                "PGPORT",
                "1",
                "PGUSER",
                "e",
                "PGPASSWORD",
                "e",
                "PGDATABASE",
                "e",
                "PGSSLMODE",
                "allow"));
        PgOptions options = resolve("postgres://d/shop");

        assertThat(options.hosts()).containsExactly(new PgHost("d", 1));
        assertThat(options.database()).isEqualTo("shop");
        assertThat(options.user()).isEqualTo("e");
        assertThat(password(options)).isEqualTo("e");
        assertThat(options.tls().mode()).isEqualTo(SslMode.ALLOW);
    }

    @ParameterizedTest
    @DisplayName("A007: several hosts, each with its port, or with one port for all")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            postgres://host1,host2/db                    | -                         | -    | host1:5432 host2:5432
            postgres://host1:1111,host2:2222/db          | -                         | -    | host1:1111 host2:2222
            postgres:///db?host=a,b&port=5433            | -                         | -    | a:5433 b:5433
            postgres:///db?host=host1:1111,host2:2222    | -                         | -    | host1:1111 host2:2222
            postgres:///db?host=[::1]:1,[::2]            | -                         | -    | [::1]:1 [::2]:5432
            postgres://[fe80::1%25eth0]:1,[::2]:2/db     | -                         | -    | [fe80::1%eth0]:1 [::2]:2
            postgres:///db                               | host1:1111,host2:2222     | -    | host1:1111 host2:2222
            postgres://host1:1111,host2/db               | -                         | 9    | host1:9 host2:9
            postgres:///db?host=h:1,/s                   | -                         | 9    | h:9 /s/.s.PGSQL.9
            host=a,b,::1 port=1,,3                       | -                         | -    | a:1 b:5432 [::1]:3
            host=,b hostaddr=10.0.0.1,                   | -                         | -    | 10.0.0.1:5432 b:5432
            host=a hostaddr=10.0.0.1                     | -                         | -    | a:5432
            """)
    void readsSeveralHosts(String dsn, @Nullable String variable, @Nullable String port, String expected) {
        if (variable != null) {
            variables.put("PGHOST", variable);
        }
        if (port != null) {
            program.put("port", port);
        }

        assertThat(resolve(dsn).hosts().stream().map(PgHost::toString).toList())
                .isEqualTo(List.of(expected.split(" ")));
    }

    @Test
    void tellsThatPortsAndHostsDoNotMatch() {
        program.putAll(Map.of("host", "a,b,c"));
        assertThatThrownBy(() -> resolve("port=1,2"))
                .isInstanceOf(PgConfigurationException.class)
                .hasMessage("dsn: cannot match 2 ports to 3 hosts (port=1,2)");
    }

    @ParameterizedTest
    @DisplayName("A009: directories of Unix sockets in host, in query and authority; colons in them are no ports")
    @CsvSource(delimiter = '|', textBlock = """
            postgres:///db?host=/tmp                        | /tmp/.s.PGSQL.5432
            postgres://%2Ftmp/db?port=6000                  | /tmp/.s.PGSQL.6000
            postgres://%2Ftmp:6000/db                       | /tmp/.s.PGSQL.6000
            postgres:///?host=/cloudsql/a:b:c               | /cloudsql/a:b:c/.s.PGSQL.5432
            postgres:///?host=h:1,/cloudsql/a:b:c,localhost | h:1 /cloudsql/a:b:c/.s.PGSQL.5432 localhost:5432
            host=/x/.s.PGSQL.1                              | /x/.s.PGSQL.1
            host=@abstract port=7                           | @abstract/.s.PGSQL.7
            """)
    void readsUnixSockets(String dsn, String expected) {
        List<PgHost> hosts = resolve(dsn).hosts();

        assertThat(hosts.stream().map(PgHost::toString).toList()).isEqualTo(List.of(expected.split(" ")));
        assertThat(hosts).anyMatch(PgHost::isUnixSocket);
    }

    @Test
    @DisplayName("A012: the service file overrides the environment, and the DSN the service file")
    void theServiceFileStandsBetweenDsnAndEnvironment() throws Exception {
        Files.writeString(home.resolve(".pg_service.conf"), """
                # a comment
                [other]
                host=no

                [shop]
                host = s1,s2
                port=6000
                port=1
                dbname=sdb
                user=s
                password=se cret
                sslmode=disable
                [later]
                user=no
                """);
        variables.putAll(
                Map.of("PGSERVICE", "shop", "PGHOST", "e", "PGUSER", "e", "PGPASSWORD", "e", "PGAPPNAME", "e"));
        PgOptions options = resolve("postgres://d@/");

        assertThat(options.hosts()).containsExactly(new PgHost("s1", 6000), new PgHost("s2", 6000));
        assertThat(options.user()).isEqualTo("d");
        assertThat(options.database()).isEqualTo("sdb");
        assertThat(password(options)).isEqualTo("se cret");
        assertThat(options.tls().mode()).isEqualTo(SslMode.DISABLE);
        assertThat(options.parameters()).containsEntry("application_name", "e");
        program.put("service", "other");
        assertThat(resolve(null).host()).isEqualTo("no");
    }

    @Test
    @DisplayName("A012: a service is looked for in the named file, else in the user's and in the system's")
    void looksForServicesInTheSystemsFileToo() throws IOException {
        Path system = Files.createDirectory(home.resolve("etc"));
        Files.writeString(system.resolve("pg_service.conf"), "[wide]\nhost=w\n");
        Files.writeString(home.resolve("named.conf"), "[shop]\nhost=n\n");
        variables.put("PGSYSCONFDIR", system.toString());

        assertThat(resolve("service=wide").host()).isEqualTo("w");
        variables.put("PGSERVICEFILE", home.resolve("named.conf").toString());
        assertThat(resolve("service=shop").host()).isEqualTo("n");
        assertThat(resolve("service=wide").host()).isEqualTo("w");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [shop]            | postgres:///?service=shoop    | dsn: there is no service in [
            [shop]            | postgres://a@?service=shoop   | dsn: there is no service "shoop" in [
            [shop]~hsot=x     | service=shop                  | line 2: there is no such word; did you mean host?
            [shop]~canary     | service=shop                  | line 2: expected keyword=value
            [shop]~canary.x=1 | service=shop                  | line 2: expected one of libpq's words before the =
            [shop]~service=x  | service=shop                  | line 2: a service cannot name another one
            [shop]~port=x     | service=shop                  | line 2: the port "x" is not a number
            [shop]~replication=1 | service=shop               | line 2: replication is not available
            """)
    void refusesServicesThatCannotBeUsed(String file, String dsn, String expected) throws IOException {
        Files.writeString(home.resolve(".pg_service.conf"), file.replace('~', '\n'));

        assertThatThrownBy(() -> resolve(dsn))
                .isInstanceOf(PgConfigurationException.class)
                .hasMessageContaining(expected)
                .hasMessageNotContaining("canary");
    }

    @Test
    void tellsThatThereIsNoServiceFile() {
        assertThatThrownBy(() -> resolve("service=shop"))
                .hasMessageContaining("in ~/.pg_service.conf, which does not exist");
        program.put("service", "shop");
        program.put("servicefile", home.resolve("none").toString());
        assertThatThrownBy(() -> resolve(null))
                .hasMessageStartingWith("service: the service file ")
                .hasMessageContaining("cannot be read");
    }

    private Path passfile(String permissions, String text) throws IOException {
        Path file = home.resolve(".pgpass");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }

    @ParameterizedTest
    @DisplayName("A013: the first line of the password file that fits host, port, database and user counts")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            postgres://u@abc/db            | by host
            postgres://u@localhost/db      | by localhost
            postgres://u@cde:5433/db       | by cde:5433
            postgres://u@x/testdb          | by database
            postgres://tu@x/db             | by user
            postgres://u@[::1]/db          | by IPv6
            postgres://u@x:77/db           | es:ca\\ped
            postgres://u@%2Ftmp/db         | by localhost
            postgres://u@%2Frun/db         | by socket
            postgres://c%3Au@x/db          | by user with colon
            postgres://u@ab/db             | -
            postgres://u@abcd/db           | -
            postgres://u@x/db              | -
            """)
    void findsPasswordsInThePassfile(String dsn, @Nullable String expected) throws Exception {
        passfile("rw-------", """
                # localhost:*:*:*:no
                #a:comment

                too:short
                /run:*:*:*:by socket
                abc:*:*:u:by host\r
                localhost:*:*:*:by localhost
                cde:5433:*:*:by cde:5433
                *:*:testdb:*:by database
                *:*:*:tu:by user
                \\:\\:1:*:*:*:by IPv6
                *:77:*:*:es\\:ca\\\\ped
                *:*:*:c\\:u:by user with colon
                """);

        assertThat(password(resolve(dsn))).isEqualTo(expected);
    }

    @Test
    @DisplayName("S09: each host has its own entry in the password file")
    void eachHostHasItsOwnPassword() throws Exception {
        passfile("rw-------", "a:*:*:*:of a\nb:1:*:*:of b\n");
        PgOptions options = resolve("postgres://u@a,b:1,c/db");

        assertThat(password(options, 0)).isEqualTo("of a");
        assertThat(password(options, 1)).isEqualTo("of b");
        assertThat(password(options, 2)).isNull();
    }

    @Test
    @DisplayName("A013: the password file is named by program, DSN or environment, and read for each connection")
    void namesThePassfile() throws Exception {
        passfile("rw-------", "*:*:*:*:default\n");
        Path other = home.resolve("other");
        Files.writeString(other, "*:*:*:*:other\n");
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));

        assertThat(password(resolve(null))).isEqualTo("default");
        assertThat(password(resolve("passfile=" + other))).isEqualTo("other");
        variables.put("PGPASSFILE", other.toString());
        PgOptions options = resolve(null);
        assertThat(password(options)).isEqualTo("other");
        Files.writeString(other, "*:*:*:*:rotated\n");
        assertThat(password(options)).isEqualTo("rotated");
        variables.put("PGPASSWORD", "before the file");
        assertThat(password(resolve(null))).isEqualTo("before the file");
    }

    @ParameterizedTest
    @DisplayName("S32: a password file that others may read, or that is none, is not used")
    @CsvSource({"rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx"})
    void ignoresUnsafePassfiles(String permissions) throws Exception {
        passfile(permissions, "*:*:*:*:secret\n");

        assertThat(password(resolve(null))).isNull();
    }

    @Test
    @DisplayName("A013: a directory, a missing file and bytes that are no text give no password")
    void ignoresWhatIsNoPassfile() throws Exception {
        Path file = home.resolve("file");
        Path missing = home.resolve("missing");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThat(password(resolve("passfile=" + home))).isNull();
        assertThat(password(resolve("passfile=" + missing))).isNull();
        assertThat(password(resolve("passfile=" + file))).isNull();
        assertThat(resolve(null).password()).isNull();
    }

    @Test
    @DisplayName("S32: a very long line does not hide the others")
    void readsBehindAVeryLongLine() throws Exception {
        passfile("rw-------", "x".repeat(1 << 20) + "\n*:*:*:*:found\n");

        assertThat(password(resolve(null))).isEqualTo("found");
    }

    @Test
    void aMissingHomeKeepsNothingFromConnecting() {
        home = home.resolve("none");

        assertThat(resolve("postgres://u@db/x").password()).isNull();
        Throwable refused = catchThrowable(() -> resolve("postgres://u@db/x?sslmode=verify-full"));
        assertThat(refused)
                .isInstanceOf(PgConfigurationException.class)
                .hasMessageContaining("sslmode verify-full needs root certificates");
    }

    @Test
    @DisplayName("A019: files of TLS that are not named are found in ~/.postgresql")
    void findsTheFilesOfTlsAtHome() throws IOException {
        Path directory = Files.createDirectory(home.resolve(".postgresql"));
        for (String name : List.of("root.crt", "root.crl", "postgresql.crt", "postgresql.key")) {
            Files.createFile(directory.resolve(name));
        }
        PgOptions.Tls tls = resolve("sslmode=verify-ca").tls();

        assertThat(tls.rootCert()).isEqualTo(directory.resolve("root.crt").toString());
        assertThat(tls.crl()).isEqualTo(directory.resolve("root.crl"));
        assertThat(tls.cert()).isEqualTo(directory.resolve("postgresql.crt"));
        assertThat(tls.key()).isEqualTo(directory.resolve("postgresql.key"));
        assertThat(resolve("sslrootcert=system").tls().mode()).isEqualTo(SslMode.VERIFY_FULL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PGPORT             | x       | environment: PGPORT: the port "x" is not a number
            PGSSLMODE          | x       | environment: PGSSLMODE: sslmode "x" is unknown
            PGREQUIREAUTH      | x       | environment: PGREQUIREAUTH: require_auth "x" is unknown
            PGCONNECT_TIMEOUT  | 0       | environment: PGCONNECT_TIMEOUT: connect_timeout "0" is not a number of seconds
            PGCLIENTENCODING   | LATIN1  | environment: PGCLIENTENCODING: client_encoding is not available
            PGKRBSRVNAME       | pg/db   | environment: PGKRBSRVNAME: krbsrvname "pg/db" is not the name of a service
            PGGSSLIB           | sspi    | environment: PGGSSLIB: gsslib is not available: this client speaks GSSAPI
            PGGSSDELEGATION    | yes     | environment: PGGSSDELEGATION: gssdelegation "yes" is unknown; expected 1 or 0
            PGGSSENCMODE       | require | environment: PGGSSENCMODE: gssencmode is not available
            PGREQUIREPEER      | root    | environment: PGREQUIREPEER: requirepeer is not available
            """)
    void namesTheVariableThatCannotBeUsed(String variable, String value, String expected) {
        variables.put(variable, value);

        assertThatThrownBy(() -> resolve(null))
                .isInstanceOf(PgConfigurationException.class)
                .hasMessageContaining(expected);
    }

    @Test
    @DisplayName("krbsrvname: the program before the DSN, before the environment, before the default")
    void takesTheServiceOfKerberosFromTheFirstThatNamesIt() {
        assertThat(resolve(null).authentication().gss()).isEqualTo(PgOptions.Gss.DEFAULT);
        variables.putAll(
                Map.of("PGKRBSRVNAME", "env", "PGGSSLIB", "gssapi", "PGGSSDELEGATION", "1", "PGGSSENCMODE", "prefer"));
        assertThat(resolve(null).authentication().gss()).isEqualTo(new PgOptions.Gss(true, "env", true, null));
        assertThat(resolve("postgres://db?krbsrvname=dsn&gssdelegation=0")
                        .authentication()
                        .gss())
                .isEqualTo(new PgOptions.Gss(true, "dsn", false, null));
        program.putAll(Map.of("krbsrvname", "program", "gssdelegation", "1"));
        assertThat(resolve("postgres://db?krbsrvname=dsn&gssdelegation=0")
                        .authentication()
                        .gss())
                .isEqualTo(new PgOptions.Gss(true, "program", true, null));
    }

    @ParameterizedTest
    @CsvSource({
        "krbsrvname=pg, true",
        "gsslib=gssapi, true",
        "gsslib=GSSAPI, true",
        "gssdelegation=1, true",
        "gssdelegation=0, false",
        "gssencmode=disable, false",
        "gssencmode=prefer, false",
        "require_auth=gss, true",
        "'require_auth=sspi,gss', true",
        "'require_auth=scram-sha-256,none', false",
        "require_auth=!sspi, false",
    })
    void allowsKerberosWhereSomebodyHasThoughtOfIt(String dsn, boolean configured) {
        assertThat(resolve(dsn).authentication().gss().configured()).isEqualTo(configured);
    }

    @ParameterizedTest
    @CsvSource({"connect_timeout=0", "connect_timeout=1.5", "connect_timeout=999999999", "connect_timeout=-1"})
    void refusesConnectTimeoutsThatAreNoLimit(String dsn) {
        assertThatThrownBy(() -> resolve(dsn)).hasMessageContaining("is not a number of seconds above zero");
    }

    @Test
    void fallsBackToTheOtherApplicationName() {
        assertThat(resolve("fallback_application_name=f").parameters()).containsEntry("application_name", "f");
        variables.put("PGAPPNAME", "a");
        assertThat(resolve("fallback_application_name=f").parameters()).containsEntry("application_name", "a");
    }
}
