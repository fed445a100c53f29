package io.pgnative.spring.boot.init;

import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.ScriptStatement;
import io.pgnative.client.TransactionStatus;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.sql.init.AbstractScriptDatabaseInitializer.Scripts;
import org.springframework.core.io.Resource;

/**
 * Runs scripts on a connection, each statement by itself, so that those that refuse to run within a transaction, such
 * as {@code CREATE INDEX CONCURRENTLY} and {@code VACUUM}, can be among them.
 */
final class ScriptRunner {

    private static final Logger logger = LoggerFactory.getLogger(ScriptRunner.class);

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final BlockingPgConnection connection;
    private final String separator;
    private final Charset encoding;
    private final boolean continuesOnError;
    private final String prefix;

    /**
     * Prepares it.
     *
     * @param connection to run on; outlives this
     * @param scripts say how their text is read and what happens after an error
     * @param prefix of the properties that say so, without a dot at its end
     */
    ScriptRunner(BlockingPgConnection connection, Scripts scripts, String prefix) {
        this.connection = connection;
        this.separator = scripts.getSeparator();
        Charset given = scripts.getEncoding();
        this.encoding = given != null ? given : StandardCharsets.UTF_8;
        this.continuesOnError = scripts.isContinueOnError();
        this.prefix = prefix;
    }

    /**
     * Runs a script, of which nothing is run when it cannot be split into statements.
     *
     * @param script the script
     * @throws PgStartupException telling script, line, SQLSTATE and reason
     */
    void run(Resource script) {
        String name = script.getDescription();
        List<ScriptStatement> statements = split(script, name);
        int failed = 0;
        for (ScriptStatement statement : statements) {
            try {
                connection.execute(statement.text());
            } catch (PgException ex) {
                String description = name + ", " + describe(statement, ex);
                if (!continuesOnError || connection.isClosed()) {
                    throw new PgStartupException(
                            description,
                            "Correct the script. The statements before that line have run; what an open transaction has"
                                    + " done is rolled back.",
                            ex);
                }
                failed++;
                logger.warn("{}; going on, as {}.continue-on-error is set", description, prefix);
            }
        }
        requireNoTransaction(name);
        logger.debug("{}: {} statements were run, {} of them failed", name, statements.size(), failed);
    }

    private List<ScriptStatement> split(Resource script, String name) {
        try {
            String text = read(script);
            boolean conforming = !"off".equals(connection.settings().get("standard_conforming_strings"));
            return ScriptStatement.split(text, separator, conforming);
        } catch (PgMisuseException ex) {
            throw new PgStartupException(
                    name + ", " + ex.getMessage(), "Correct the script. Nothing of it was run.", ex);
        } catch (CharacterCodingException ex) {
            throw new PgStartupException(
                    name + ": its bytes are not " + encoding.name(),
                    "Set " + prefix + ".encoding to the encoding of the scripts.",
                    ex);
        } catch (IOException ex) {
            throw new PgStartupException(name + ": cannot be read: " + ex.getMessage(), "Check it.", ex);
        }
    }

    private String read(Resource script) throws IOException {
        String text = encoding.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(script.getContentAsByteArray()))
                .toString();
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private static String describe(ScriptStatement statement, PgException failure) {
        if (failure instanceof PgServerException server) {
            return statement.place(server.position()) + ": " + server.sqlState() + ": " + server.serverMessage()
                    + hint(server.hint());
        }
        return statement.place(0) + ": " + failure.getMessage();
    }

    private static String hint(@Nullable String hint) {
        return hint == null ? "" : " (" + hint + ")";
    }

    /** Closing the connection would undo it without a word. */
    private void requireNoTransaction(String name) {
        if (connection.transactionStatus() != TransactionStatus.IDLE) {
            throw new PgStartupException(
                    name + ": leaves a transaction open, expected a COMMIT for each BEGIN",
                    "End the transaction in the script. What was done in it is rolled back.");
        }
    }
}
