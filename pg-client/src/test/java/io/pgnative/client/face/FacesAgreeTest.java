package io.pgnative.client.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.BlockingPgConnectionOperations;
import io.pgnative.client.BlockingPgCopyIn;
import io.pgnative.client.BlockingPgCopyOut;
import io.pgnative.client.BlockingPgCursor;
import io.pgnative.client.BlockingPgLargeObjects;
import io.pgnative.client.BlockingPgOperations;
import io.pgnative.client.BlockingPgQuery;
import io.pgnative.client.BlockingPgStatement;
import io.pgnative.client.BlockingPgTransaction;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgConnectionOperations;
import io.pgnative.client.PgCopyIn;
import io.pgnative.client.PgCopyOut;
import io.pgnative.client.PgCursor;
import io.pgnative.client.PgLargeObjects;
import io.pgnative.client.PgOperations;
import io.pgnative.client.PgQuery;
import io.pgnative.client.PgStatement;
import io.pgnative.client.PgTransaction;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.ReactivePgConnection;
import io.pgnative.client.ReactivePgConnectionOperations;
import io.pgnative.client.ReactivePgCopyIn;
import io.pgnative.client.ReactivePgCopyOut;
import io.pgnative.client.ReactivePgCursor;
import io.pgnative.client.ReactivePgLargeObjects;
import io.pgnative.client.ReactivePgOperations;
import io.pgnative.client.ReactivePgQuery;
import io.pgnative.client.ReactivePgStatement;
import io.pgnative.client.ReactivePgTransaction;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Each verb exists on all faces, with the same arguments. */
class FacesAgreeTest {

    @Test
    void haveTheSameRefinementsAndVerbsOfACall() {
        assertThat(methods(ReactivePgQuery.class)).isEqualTo(methods(PgQuery.class));
        assertThat(methods(BlockingPgQuery.class)).isEqualTo(methods(PgQuery.class));
        assertThat(methods(PgQuery.class)).hasSizeGreaterThan(12);
    }

    @Test
    void haveTheSameVerbs() {
        assertThat(methods(ReactivePgOperations.class)).isEqualTo(methods(PgOperations.class));
        assertThat(methods(BlockingPgOperations.class)).isEqualTo(methods(PgOperations.class));
    }

    @Test
    void listenAlike() {
        for (String verb : List.of("listen", "notify", "onNotice", "onClose", "onQuery")) {
            assertThat(of(verb, ReactivePgConnection.class)).isEqualTo(of(verb, PgConnection.class));
            assertThat(of(verb, BlockingPgConnection.class))
                    .isEqualTo(of(verb, PgConnection.class))
                    .isNotEmpty();
        }
        assertThat(of("listen", ReactivePgClient.class)).isEqualTo(of("listen", PgClient.class));
        assertThat(of("listen", BlockingPgClient.class))
                .isEqualTo(of("listen", PgClient.class))
                .hasSize(3);
    }

    private static List<String> of(String verb, Class<?> face) {
        return methods(face).stream()
                .filter(method -> method.startsWith(verb + "["))
                .toList();
    }

    @Test
    void haveTheSamePreparedStatements() {
        assertThat(methods(ReactivePgStatement.class)).isEqualTo(methods(PgStatement.class));
        assertThat(methods(BlockingPgStatement.class)).isEqualTo(methods(PgStatement.class));
        assertThat(methods(PgStatement.class)).hasSizeGreaterThan(20);
    }

    @Test
    void haveTheSameVerbsThatNeedOneConnection() {
        assertThat(methods(ReactivePgConnectionOperations.class)).isEqualTo(methods(PgConnectionOperations.class));
        assertThat(methods(BlockingPgConnectionOperations.class)).isEqualTo(methods(PgConnectionOperations.class));
    }

    @Test
    void haveTheSameCursors() {
        assertThat(methods(ReactivePgCursor.class)).isEqualTo(methods(PgCursor.class));
        assertThat(methods(BlockingPgCursor.class)).isEqualTo(methods(PgCursor.class));
    }

    @Test
    void haveTheSameRefinementsAndVerbsOfACopy() {
        assertThat(methods(ReactivePgCopyIn.class)).isEqualTo(methods(BlockingPgCopyIn.class));
        assertThat(methods(ReactivePgCopyOut.class)).isEqualTo(methods(BlockingPgCopyOut.class));
        // Streams of Vert.x are for those who have Vert.x.
        assertThat(methods(PgCopyIn.class)).isEqualTo(with(methods(BlockingPgCopyIn.class), "from[ReadStream]"));
        assertThat(methods(PgCopyOut.class)).isEqualTo(with(methods(BlockingPgCopyOut.class), "to[WriteStream]"));
    }

    @Test
    void haveTheSameTransactionsAndLargeObjects() {
        assertThat(methods(ReactivePgTransaction.class)).isEqualTo(methods(PgTransaction.class));
        assertThat(methods(BlockingPgTransaction.class)).isEqualTo(methods(PgTransaction.class));
        assertThat(methods(ReactivePgLargeObjects.class)).isEqualTo(methods(PgLargeObjects.class));
        Set<String> blocking = methods(PgLargeObjects.class);
        assertThat(blocking.remove("write[long, long, Publisher]")).isTrue();
        assertThat(methods(BlockingPgLargeObjects.class)).isEqualTo(with(blocking, "write[long, long, InputStream]"));
    }

    private static Set<String> with(Set<String> methods, String more) {
        methods.add(more);
        return methods;
    }

    private static Set<String> methods(Class<?> face) {
        Set<String> methods = new TreeSet<>();
        Function<Class<?>, String> parameter = type ->
                type == Function.class || type.getSimpleName().endsWith("Function") ? "work" : type.getSimpleName();
        for (var method : face.getMethods()) {
            methods.add(method.getName()
                    + Arrays.stream(method.getParameterTypes()).map(parameter).toList());
        }
        return methods;
    }
}
