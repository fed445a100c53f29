package io.pgnative.spring.boot.testcontainers;

import org.testcontainers.containers.PostgreSQLContainer;

/** For the container as it was called before Testcontainers 2, which still has it. */
@SuppressWarnings("deprecation") // users may still have it
class FormerPostgreSqlContainerDetailsFactory extends PgContainerDetailsFactory<PostgreSQLContainer<?>> {}
