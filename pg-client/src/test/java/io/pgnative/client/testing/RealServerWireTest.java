package io.pgnative.client.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.wire.backend.BackendKeyData;
import io.pgnative.client.wire.backend.CopyInResponse;
import io.pgnative.client.wire.backend.CopyOutResponse;
import io.pgnative.client.wire.backend.DataRow;
import io.pgnative.client.wire.backend.ErrorFields;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.backend.NoticeResponse;
import io.pgnative.client.wire.backend.NotificationResponse;
import io.pgnative.client.wire.backend.ParameterDescription;
import io.pgnative.client.wire.backend.PortalSuspended;
import io.pgnative.client.wire.backend.RowDescription;
import io.pgnative.client.wire.frontend.Bind;
import io.pgnative.client.wire.frontend.CopyDone;
import io.pgnative.client.wire.frontend.Parse;
import io.pgnative.client.wire.frontend.StartupMessage;
import io.pgnative.client.wire.frontend.Terminate;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.StringReader;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Another client talks to a real server through the proxy: our reader must understand every message of both. */
class RealServerWireTest {

    @Test
    void understandsAConversationOfOthers() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                RecordingProxy proxy = RecordingProxy.start("127.0.0.1", postgres.getPort())) {
            String url = "jdbc:postgresql://" + proxy.host() + ":" + proxy.port()
                    + "/postgres?user=postgres&prepareThreshold=1&sslmode=disable";
            try (Connection connection = DriverManager.getConnection(url)) {
                converse(connection);
            }
            proxy.awaitFrontend(Terminate.class);

            assertThat(proxy.frontend())
                    .hasAtLeastOneElementOfType(StartupMessage.class)
                    .hasAtLeastOneElementOfType(Parse.class)
                    .hasAtLeastOneElementOfType(Bind.class)
                    .hasAtLeastOneElementOfType(CopyDone.class);
            assertThat(proxy.backend())
                    .hasAtLeastOneElementOfType(BackendKeyData.class)
                    .hasAtLeastOneElementOfType(ParameterDescription.class)
                    .hasAtLeastOneElementOfType(RowDescription.class)
                    .hasAtLeastOneElementOfType(PortalSuspended.class)
                    .hasAtLeastOneElementOfType(CopyInResponse.class)
                    .hasAtLeastOneElementOfType(CopyOutResponse.class)
                    .hasAtLeastOneElementOfType(NoticeResponse.class)
                    .hasAtLeastOneElementOfType(NotificationResponse.class)
                    .contains(DataRow.ofText("zwölf"));
            assertThat(proxy.awaitBackend(ErrorResponse.class).field(ErrorFields.CODE))
                    .isEqualTo("42P01");
        }
    }

    private static void converse(Connection connection) throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create temporary table numbers (name text)");
            statement.execute("drop table if exists missing");
            statement.execute("listen channel; notify channel, 'hello'");
            assertThatThrownBy(() -> statement.execute("select * from missing")).isInstanceOf(SQLException.class);
        }
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        assertThat(copy.copyIn("copy numbers from stdin", new StringReader("eins\nzwölf\n")))
                .isEqualTo(2);
        StringWriter out = new StringWriter();
        copy.copyOut("copy numbers to stdout", out);
        assertThat(out.toString()).isEqualTo("eins\nzwölf\n");
        connection.setAutoCommit(false);
        try (PreparedStatement statement =
                connection.prepareStatement("select name from numbers where name > ? order by 1")) {
            statement.setFetchSize(1);
            assertThat(statement.getParameterMetaData().getParameterCount()).isEqualTo(1);
            statement.setString(1, "");
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    assertThat(rows.getString(1)).isIn("eins", "zwölf");
                }
            }
        }
        connection.commit();
    }
}
