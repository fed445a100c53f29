package io.pgnative.sample;

import io.pgnative.client.BlockingPgClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Makes the tables and, if there is no customer yet, fills them. It runs before the web server listens, so that no
 * request meets an empty database.
 */
@Component
class DatabaseInitializer implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseInitializer.class);

    /** Any number will do, as long as all instances of this application use the same. */
    private static final long LOCK = 7_014_155L;

    private final BlockingPgClient pg;

    DatabaseInitializer(BlockingPgClient pg) {
        this.pg = pg;
    }

    @Override
    public void afterSingletonsInstantiated() {
        String schema = script("db/schema.sql");
        String seed = script("db/seed.sql");
        boolean seeded = pg.inTransaction(tx -> {
            // Of several instances that start together, one does the work.
            tx.execute("select pg_advisory_xact_lock($1)", LOCK);
            tx.execute(schema);
            boolean empty = tx.fetchOne(Boolean.class, "select not exists (select from customer)");
            if (empty) {
                tx.execute(seed);
            }
            return empty;
        });
        LOG.info(seeded ? "Tables made and filled" : "Tables found filled");
    }

    private static String script(String path) {
        try {
            return new ClassPathResource(path).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + path + " from the class path", e);
        }
    }
}
