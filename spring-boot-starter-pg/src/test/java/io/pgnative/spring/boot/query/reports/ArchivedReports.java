package io.pgnative.spring.boot.query.reports;

import io.pgnative.spring.boot.query.PgQueries;
import io.pgnative.spring.boot.query.Query;
import io.vertx.core.Future;

/** Of a client of its own. */
@PgQueries(client = "archive")
interface ArchivedReports {

    @Query("select current_setting('application_name')")
    String application();

    @Query("select current_setting('application_name')")
    Future<String> futureApplication();
}
