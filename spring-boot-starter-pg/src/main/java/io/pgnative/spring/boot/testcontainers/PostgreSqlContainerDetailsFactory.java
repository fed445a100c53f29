package io.pgnative.spring.boot.testcontainers;

import org.testcontainers.postgresql.PostgreSQLContainer;

/** For the container of Testcontainers 2. */
class PostgreSqlContainerDetailsFactory extends PgContainerDetailsFactory<PostgreSQLContainer> {}
