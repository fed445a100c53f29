package io.pgnative.spring.boot.listen;

import io.pgnative.client.PgClient;
import java.util.List;

/**
 * What an annotation asks for, resolved and checked.
 *
 * @param id unique
 * @param channels names that the client takes, each once
 * @param clientName what the client is called
 * @param client that listens
 * @param concurrency how many are handled at once; 1 or more
 * @param buffer how many may wait; 1 or more
 * @param overflow what is dropped beyond that
 * @param autoStartup whether it starts with the application
 */
record ListenerDefinition(
        String id,
        List<String> channels,
        String clientName,
        PgClient client,
        int concurrency,
        int buffer,
        PgListenerOverflow overflow,
        boolean autoStartup) {}
