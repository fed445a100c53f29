package io.pgnative.spring.boot.actuate.metrics;

import io.micrometer.core.instrument.Tag;
import io.pgnative.client.PgClient;
import java.util.List;

/**
 * Adds tags to all meters of a client. Beans of this type are asked in their order, once, before the meters are made.
 */
@FunctionalInterface
public interface PgTagsProvider {

    /**
     * The tags to add to that with the client's name.
     *
     * @param name of the client
     * @param client of which the meters are
     * @return tags whose values stay as they are; a key that is there already gets this value
     */
    List<Tag> tags(String name, PgClient client);
}
