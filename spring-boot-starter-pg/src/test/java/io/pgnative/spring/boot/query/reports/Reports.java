package io.pgnative.spring.boot.query.reports;

import io.pgnative.spring.boot.query.PgQueries;
import io.pgnative.spring.boot.query.Query;

/** Of the client that it is registered for. */
@PgQueries
interface Reports {

    @Query("select current_setting('application_name')")
    String application();
}
