package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.AuthenticationMethod;
import io.pgnative.client.ChannelBinding;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgServerException;
import io.pgnative.client.Row;
import io.pgnative.client.testing.GssServer;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestKdc;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Set;
import org.ietf.jgss.GSSCredential;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Kerberos with a PostgreSQL that was built with it. */
@ExtendWith(PostgresExtension.class)
class GssServerTest {

    private final Vertx vertx;

    GssServerTest(Vertx vertx) {
        this.vertx = vertx;
    }

    private Future<Session> open(GssServer server, String user, String service, GSSCredential credential) {
        return new Sessions(vertx)
                .authentication(new PgOptions.Authentication(
                        Set.of(AuthenticationMethod.GSS),
                        ChannelBinding.PREFER,
                        false,
                        false,
                        null,
                        new PgOptions.Gss(true, service, false, () -> credential)))
                .open(server.host(), server.port(), "postgres", user, null);
    }

    @Test
    @DisplayName("GSSAPI: a valid ticket works; a wrong service is not found; another's ticket is refused (28000);"
            + " so is a server whose keys are not those that the KDC knows")
    void logsInToARealServer(@TempDir Path directory) {
        try (TestKdc kdc = TestKdc.start(directory)) {
            Path keytab = kdc.principal("postgres/127.0.0.1");
            GSSCredential anna = kdc.initiator("anna", kdc.principal("anna"));
            try (GssServer server = GssServer.start(directory, kdc, keytab)) {
                server.execute("create role anna login in role kerberos; create role bert login in role kerberos");
                Session session = await(open(server, "anna", "postgres", anna));
                Row row = Sessions.fetch(
                                session,
                                "select current_user::text, gss_authenticated, principal, encrypted"
                                        + " from pg_stat_gssapi where pid = pg_backend_pid()")
                        .get(0);
                assertThat(row.getString(0)).isEqualTo("anna");
                assertThat(row.getBoolean(1)).isTrue();
                assertThat(row.getString(2)).isEqualTo("anna@PGNATIVE.TEST");
                assertThat(row.getBoolean(3)).isFalse();
                await(session.close());

                assertThat(failureOf(open(server, "bert", "postgres", anna)))
                        .isInstanceOfSatisfying(PgServerException.class, e -> assertThat(e.sqlState())
                                .isEqualTo("28000"))
                        .hasMessageContaining("GSSAPI authentication failed for user \"bert\"");
                assertThat(failureOf(open(server, "anna", "nobody", anna)))
                        .isInstanceOf(PgConnectException.class)
                        .hasMessageContaining("Server not found in Kerberos database");
                assertThat(failureOf(open(server, "postgres", "postgres", anna)))
                        .isInstanceOf(PgConnectException.class)
                        .hasMessageContaining("asks for no authentication (none), which require_auth forbids");

                kdc.renewKeys("postgres/127.0.0.1");
                assertThat(failureOf(open(server, "anna", "postgres", anna)))
                        .isInstanceOf(PgConnectException.class)
                        .hasMessageContaining("no GSSAPI context (Kerberos) with postgres@127.0.0.1: ");
            }
        }
    }
}
