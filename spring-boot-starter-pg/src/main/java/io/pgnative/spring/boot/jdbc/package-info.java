/** Lets JDBC use the database of the client, so that Flyway, Liquibase and JPA need no configuration of their own. */
@NullMarked
package io.pgnative.spring.boot.jdbc;

import org.jspecify.annotations.NullMarked;
