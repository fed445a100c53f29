package io.pgnative.client.fuzz;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.SslMode;
import io.pgnative.client.testing.PostgresServer;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Performs each play with a real server and writes down what that says. */
final class Recordings {

    private static final String TABLES = "drop table if exists fuzz_in, fuzz_out;"
            + " create table fuzz_in (id int4, name text); create table fuzz_out (name text, id int4);"
            + " insert into fuzz_out values ('one', 1), ('two', 2), (null, 3)";

    private Recordings() {}

    static Map<Play, Conversation> make(Vertx vertx, PostgresServer server, TestDatabase database) {
        server.createRole("fuzz_md5", Play.PASSWORD, "md5");
        server.appendHba("host all fuzz_md5 all md5");
        server.createRole("fuzz_scram", Play.PASSWORD, "scram-sha-256");
        server.appendHba("host all fuzz_scram all scram-sha-256");
        database.execute(TABLES);
        Map<Play, Conversation> conversations = new EnumMap<>(Play.class);
        for (Play play : Play.values()) {
            conversations.put(play, record(vertx, database, play));
        }
        return conversations;
    }

    private static Conversation record(Vertx vertx, TestDatabase database, Play play) {
        try (RecordingProxy proxy = RecordingProxy.start(database.host(), database.port())) {
            String user = play.startupUser();
            PgClient pg = client(vertx, proxy.port())
                    .database(database.database())
                    .user(user == null ? database.user() : user)
                    .password(user == null ? database.password() : Play.PASSWORD)
                    .queryTimeout(Duration.ofSeconds(60))
                    .connectTimeout(Duration.ofSeconds(60))
                    .build();
            Calls calls = new Calls();
            try {
                play.perform(pg, calls);
            } finally {
                new Calls().end(pg.close(Duration.ofSeconds(5)));
            }
            calls.checkEnds();
            return Conversation.of(play, proxy.messages(), calls.outcome());
        }
    }

    /** What the clients of all runs have in common. */
    static PgClientBuilder client(Vertx vertx, int port) {
        return PgClient.builder(vertx)
                .environment(false)
                .host("127.0.0.1")
                .port(port)
                .applicationName("fuzz")
                .tls(tls -> tls.mode(SslMode.DISABLE))
                .authentication(settings -> settings.md5Unverified(true))
                .poolAcquireTimeout(Duration.ofSeconds(60))
                .poolMaxSize(2);
    }
}
