package io.pgnative.spring.boot.actuate.endpoint;

import java.util.Map;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All clients of an application.
 *
 * @param clients by name, without what is prepared on their connections
 */
public record PgPoolsDescriptor(Map<String, PgPoolDescriptor> clients) implements OperationResponseBody {}
