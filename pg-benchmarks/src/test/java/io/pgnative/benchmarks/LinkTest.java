package io.pgnative.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pgnative.benchmarks.peer.Client;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinkTest {

    private static final String ENCRYPTED_ONLY = "encrypted_only";

    @Test
    void clientsThatAreMeasuredWithTlsAreEncrypted() throws Exception {
        try (Server server = Server.embedded(Link.TLS)) {
            Dataset.create(server.address());
            server.refuseWithoutTls(ENCRYPTED_ONLY);
            ServerAddress known = server.address(Link.TLS);
            ServerAddress address =
                    new ServerAddress(known.host(), known.port(), known.database(), ENCRYPTED_ONLY, "", known.tls());
            for (Client client : List.of(Client.PGNATIVE, Client.VERTX_POOLED, Client.PGJDBC, Client.R2DBC)) {
                assertThat(child(address).check(client)).as(client.title()).isNotEmpty();
            }
        }
    }

    @Test
    void clientsThatAreMeasuredBySocketFindIt() throws Exception {
        try (Server server = Server.embedded(Link.UNIX)) {
            Dataset.create(server.address());
            ServerAddress address = server.address(Link.UNIX);
            assertThat(address.isSocket()).isTrue();
            for (Client client : List.of(Client.PGNATIVE, Client.VERTX_POOLED, Client.FLOOR)) {
                assertThat(child(address).check(client)).as(client.title()).isNotEmpty();
            }
        }
    }

    @Test
    void encryptsTheConnectionsOfJdbc() throws Exception {
        try (Server server = Server.embedded(Link.TLS);
                Connection connection = Dataset.connect(server.address(Link.TLS));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
            result.next();
            assertThat(result.getBoolean(1)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Link.class)
    void tellsItsChildrenTheLink(Link link) {
        ServerAddress address = new ServerAddress("db", 5432, "shop", "app", "");
        ServerAddress linked =
                switch (link) {
                    case TCP -> address;
                    case TLS -> address.withTls();
                    case UNIX -> address.bySocket("/run/postgresql");
                };
        Map<String, String> environment = new HashMap<>();
        linked.toEnvironment(environment);
        assertThat(ServerAddress.fromEnvironment(environment)).isEqualTo(linked);
    }

    @Test
    void leavesOutWhatAClientCannotDo() {
        assertThat(Client.PGJDBC.skipped(Workload.SELECT_ONE, Link.UNIX, 17)).isPresent();
        assertThat(Client.FLOOR.skipped(Workload.SELECT_ONE, Link.TLS, 17)).isPresent();
        assertThat(Client.PGNATIVE.skipped(Workload.SELECT_ONE, Link.UNIX, 17)).isEmpty();
    }

    @Test
    void cannotDelayASocket() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunOptions.parse(List.of("--link", "unix", "--network-delay", "2")))
                .withMessage("--network-delay is for --link tcp and --link tls");
    }

    private static ChildProcess child(ServerAddress address) {
        return new ChildProcess(address, Path.of(System.getProperty("java.home")), List.of("-Xmx256m"));
    }
}
