package io.pgnative.spring.boot.exception;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.PgTransactionRolledBackException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.UnexpectedRollbackException;

class PgExceptionTranslatorTest {

    private final PgExceptionTranslator translator = new PgExceptionTranslator();

    private static PgServerException error(String state, Map<Character, String> more) {
        Map<Character, String> fields = new HashMap<>(more);
        fields.put('C', state);
        fields.put('M', "it failed");
        return new PgServerException("it failed", fields, null, 0);
    }

    @ParameterizedTest(name = "{0} is a {1}")
    @DisplayName("B38: each SQLSTATE has its exception")
    @CsvSource({
        "08006, DataAccessResourceFailureException",
        "0A000, InvalidDataAccessResourceUsageException",
        "21000, InvalidDataAccessResourceUsageException",
        "22001, DataIntegrityViolationException",
        "22012, DataIntegrityViolationException",
        "23502, DataIntegrityViolationException",
        "23503, DataIntegrityViolationException",
        "23505, DuplicateKeyException",
        "23514, DataIntegrityViolationException",
        "23P01, DataIntegrityViolationException",
        "25006, InvalidDataAccessApiUsageException",
        "25P03, DataAccessResourceFailureException",
        "25P04, QueryTimeoutException",
        "28P01, PermissionDeniedDataAccessException",
        "3D000, InvalidDataAccessResourceUsageException",
        "40001, CannotAcquireLockException",
        "40P01, CannotAcquireLockException",
        "40000, PessimisticLockingFailureException",
        "40002, DataIntegrityViolationException",
        "42501, PermissionDeniedDataAccessException",
        "42601, InvalidDataAccessResourceUsageException",
        "42P01, InvalidDataAccessResourceUsageException",
        "53300, DataAccessResourceFailureException",
        "55P03, CannotAcquireLockException",
        "57014, QueryTimeoutException",
        "57P01, DataAccessResourceFailureException",
        "58030, DataAccessResourceFailureException",
        "P0001, UncategorizedPgException",
        "XX000, UncategorizedPgException"
    })
    void translatesByTheSqlState(String state, String expected) {
        PgServerException failure = error(state, Map.of());

        DataAccessException translated = translator.translateExceptionIfPossible(failure);

        assertThat(translated).isNotNull();
        assertThat(translated.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(translated).hasCause(failure);
        assertThat(translated.getMessage()).startsWith("it failed");
    }

    @Test
    void tellsTheNamesOfConstraintTableAndColumnAndNoValue() {
        PgServerException failure = error(
                "23505",
                Map.of('n', "person_email_key", 's', "public", 't', "person", 'c', "email", 'D', "Key (x)=(secret)"));

        assertThat(translator.translate(failure))
                .hasMessage("it failed (constraint person_email_key, table public.person, column email)");
    }

    @Test
    void translatesTheFailuresOfTheClientByTheirClass() {
        assertTranslated(new PgTimeoutException("late"), QueryTimeoutException.class);
        assertTranslated(new PgConnectionLostException("gone", true, null), DataAccessResourceFailureException.class);
        assertTranslated(new PgConnectException("refused"), DataAccessResourceFailureException.class);
        assertTranslated(new PgDataException("no such row"), DataRetrievalFailureException.class);
        assertTranslated(new PgMisuseException("wrong"), InvalidDataAccessApiUsageException.class);
    }

    private void assertTranslated(PgException failure, Class<? extends DataAccessException> expected) {
        assertThat(translator.translateExceptionIfPossible(failure))
                .isExactlyInstanceOf(expected)
                .hasMessage(failure.getMessage())
                .hasCause(failure);
    }

    @Test
    void aRollbackInPlaceOfACommitIsNoDataAccessException() {
        PgTransactionRolledBackException failure = new PgTransactionRolledBackException("rolled back");

        assertThat(translator.translateExceptionIfPossible(failure)).isNull();
        assertThat(translator.translate(failure))
                .isExactlyInstanceOf(UnexpectedRollbackException.class)
                .hasCause(failure);
    }

    @Test
    void leavesOthersAlone() {
        assertThat(translator.translateExceptionIfPossible(new IllegalStateException("x")))
                .isNull();
    }
}
