package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static io.pgnative.client.face.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.testing.Direction;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Values as large as Java has them, which are holes in a file, so that no memory is needed for what nobody reads. */
@ExtendWith(PostgresExtension.class)
class HugeValuesTest {

    private final RecordingProxy proxy;
    private final PgClient pg;

    HugeValuesTest(Vertx vertx, TestDatabase database) {
        proxy = RecordingProxy.start(database.host(), database.port());
        proxy.recording(false);
        pg = PgClient.builder(vertx)
                .dsn(database.dsn())
                .host(proxy.host())
                .port(proxy.port())
                .poolMaxSize(1)
                .build();
    }

    @BeforeEach
    void connect() {
        await(pg.execute("drop table if exists blob; create table blob(data text)"));
        await(pg.fetch("select $1::bytea", new byte[1]));
    }

    @AfterEach
    void close() {
        await(pg.close(Duration.ofSeconds(5)));
        proxy.close();
    }

    private static ByteBuffer hole(Path directory) throws IOException {
        try (FileChannel file = FileChannel.open(
                directory.resolve("hole"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.SPARSE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            return file.map(FileChannel.MapMode.READ_WRITE, 0, Integer.MAX_VALUE);
        }
    }

    @Test
    @DisplayName("S10: values of 2^30 bytes and more are refused before the first byte")
    void refusesValuesThatNoMessageHolds(@TempDir Path directory) throws IOException {
        ByteBuffer all = hole(directory);
        ByteBuffer half = all.duplicate().limit(1 << 30);
        long before = proxy.forwardedBytes(Direction.TO_SERVER);
        assertThat(failureOf(pg.fetch("select $1::bytea", all)))
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("argument 1");
        assertThat(failureOf(pg.fetch("select $1::bytea", half))).isInstanceOf(PgDataException.class);
        assertThat(proxy.forwardedBytes(Direction.TO_SERVER)).isEqualTo(before);
        assertThat(await(pg.fetchValue(Integer.class, "select 1"))).contains(1);
        assertThat(proxy.connectionCount()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "S10: a piece of COPY of any size is sent in messages of bounded size, and no further than it is taken")
    void cutsPiecesOfCopy(@TempDir Path directory) throws IOException {
        // Text holds no NUL, of which this consists: the server refuses the first line.
        assertThat(failureOf(pg.copyIn("blob").from(hole(directory)))).isInstanceOf(PgServerException.class);
        assertThat(proxy.forwardedBytes(Direction.TO_SERVER)).isLessThan(Integer.MAX_VALUE);
        assertThat(await(pg.fetchValue(Integer.class, "select 1"))).contains(1);
        assertThat(proxy.connectionCount()).isEqualTo(1);
    }
}
