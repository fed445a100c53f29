package io.pgnative.spring.boot.query.reports.plain;

import io.pgnative.spring.boot.query.PgQueries;
import io.pgnative.spring.boot.query.Query;
import io.vertx.core.Future;

/** Without anything that is optional. */
@PgQueries
public interface PlainReports {

    /** Who has answered. */
    @Query("select current_setting('application_name')")
    String application();

    /** Who will answer. */
    @Query("select current_setting('application_name')")
    Future<String> futureApplication();
}
