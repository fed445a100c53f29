package io.pgnative.spring.boot.query;

import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.BlockingPgStatement;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgType;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Asks the database about the statements of all {@link PgQueries} interfaces, once, at the end of the start and before
 * web servers take requests: the server prepares each statement, and nothing is run.
 */
public final class PgQueriesValidator implements SmartLifecycle {

    /** After the client, which is started at a quarter of the range, and before the web server, near its end. */
    private static final int PHASE = Integer.MAX_VALUE / 2;

    private final ListableBeanFactory beanFactory;
    private final boolean enabled;
    private boolean running;
    private boolean done;

    /**
     * Makes one.
     *
     * @param beanFactory has the interfaces
     * @param enabled whether anything is to be asked
     */
    public PgQueriesValidator(ListableBeanFactory beanFactory, boolean enabled) {
        this.beanFactory = beanFactory;
        this.enabled = enabled;
    }

    /**
     * Validates the statements when this is the first start.
     *
     * @throws PgStartupException with all statements that the database refuses, or whose parameters or columns do not
     *     fit their methods; or with why the database cannot be asked
     */
    @Override
    public void start() {
        running = true;
        if (!enabled || done) {
            return;
        }
        done = true;
        List<String> problems = new ArrayList<>();
        int statements = 0;
        for (PgQueriesFactoryBean<?> queries : factories()) {
            if (!queries.checks().isEmpty()) {
                statements += queries.checks().size();
                validate(queries, problems);
            }
        }
        if (!problems.isEmpty()) {
            throw new PgStartupException(
                    "Of " + statements + " statements of @PgQueries interfaces, these do not fit the database:"
                            + InterfaceReader.lines(problems),
                    "Correct the statements or the methods, or the database that they are meant for."
                            + " spring.pgnative.queries.validate=false starts without looking.");
        }
    }

    @SuppressWarnings("rawtypes") // the interfaces are of all kinds
    private Collection<PgQueriesFactoryBean> factories() {
        return beanFactory.getBeansOfType(PgQueriesFactoryBean.class).values();
    }

    private static void validate(PgQueriesFactoryBean<?> queries, List<String> problems) {
        PgClient client = queries.faces().futures();
        try {
            // On the thread that starts the application, which may wait.
            client.blocking().withConnection(connection -> {
                for (StatementCheck check : queries.checks()) {
                    for (String problem : ask(connection, check)) {
                        problems.add(check.method() + ": " + problem);
                    }
                }
                return problems;
            });
        } catch (RuntimeException ex) {
            PgException reason = ours(ex);
            throw reason == null ? ex : cannotAsk(client.options(), reason, ex);
        }
    }

    private static PgStartupException cannotAsk(PgOptions options, PgException reason, RuntimeException failure) {
        String hosts = options.hosts().stream().map(PgHost::toString).collect(Collectors.joining(", "));
        return new PgStartupException(
                "spring.pgnative.queries.validate: " + hosts + "/" + options.database()
                        + " cannot be asked about the statements of @PgQueries interfaces: " + reason.getMessage(),
                "See that the database can be reached when the application starts, or start without looking at statements:"
                        + " spring.pgnative.queries.validate=false.",
                failure);
    }

    private static List<String> ask(BlockingPgConnection connection, StatementCheck check) {
        try (BlockingPgStatement statement = connection.prepare(check.sql())) {
            List<String> found = new ArrayList<>();
            parameters(statement, check, found);
            rows(statement, check, found);
            return found;
        } catch (PgServerException ex) {
            if (ex.isFatal()) {
                throw ex;
            }
            return List.of(describe(ex));
        }
    }

    /** The client's own failure, which may be behind one that it was asked to make of it; null if there is none. */
    private static @Nullable PgException ours(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException ours) {
                return ours;
            }
        }
        return null;
    }

    private static String describe(PgServerException ex) {
        String position = ex.position() > 0 ? " at character " + ex.position() : "";
        return ex.serverMessage() + " (SQLSTATE " + ex.sqlState() + position + ")";
    }

    private static void parameters(BlockingPgStatement statement, StatementCheck check, List<String> found) {
        List<StatementCheck.Parameter> given = check.parameters();
        if (given == null) {
            return;
        }
        List<PgType> taken = statement.parameters();
        if (taken.size() != given.size()) {
            found.add("the statement has " + taken.size() + " parameters, and the method gives " + given.size());
            return;
        }
        for (int i = 0; i < given.size(); i++) {
            Optional<String> mismatch =
                    statement.argumentMismatch(i, given.get(i).type());
            if (mismatch.isPresent()) {
                found.add(given.get(i).name() + ": " + mismatch.get());
            }
        }
    }

    private static void rows(BlockingPgStatement statement, StatementCheck check, List<String> found) {
        Class<?> rowType = check.rowType();
        if (check.returnsRows() && statement.columns().isEmpty()) {
            found.add("the statement returns no rows; the method needs @Modifying, or the statement RETURNING");
        } else if (rowType != null) {
            found.addAll(statement.rowMismatches(rowType));
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
