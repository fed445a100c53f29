package io.pgnative.spring.boot.actuate.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observations of clients, and their keys. */
public enum PgClientObservationDocumentation implements ObservationDocumentation {
    /** One call of a client, from the call until its result is there or its stream has ended. */
    CLIENT_OPERATION {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultPgClientObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return LowCardinalityKeyNames.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return HighCardinalityKeyNames.values();
        }
    };

    /** The keys of limited variety. All of them are always there; {@code none} stands for nothing. */
    public enum LowCardinalityKeyNames implements KeyName {
        /** Always {@code postgresql}. */
        DB_SYSTEM_NAME("db.system.name"),
        /** The database, and after a bar the first schema of the search path if the client sets one. */
        DB_NAMESPACE("db.namespace"),
        /** The command, where the call says it: COPY, LISTEN, COMMIT and the like; never read from the text. */
        DB_OPERATION_NAME("db.operation.name"),
        /** The table of a COPY. */
        DB_COLLECTION_NAME("db.collection.name"),
        /** What the statement does and to which tables. */
        DB_QUERY_SUMMARY("db.query.summary"),
        /** The SQLSTATE of a failure. */
        DB_RESPONSE_STATUS_CODE("db.response.status_code"),
        /** The SQLSTATE of a failure, or the class of what failed where the server has said nothing. */
        ERROR_TYPE("error.type"),
        /** The server, as configured. */
        SERVER_ADDRESS("server.address"),
        /** Its port. */
        SERVER_PORT("server.port");

        private final String key;

        LowCardinalityKeyNames(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** The keys of any variety, which only traces have. */
    public enum HighCardinalityKeyNames implements KeyName {
        /** The statement, with {@code ?} for each string and number in it. */
        DB_QUERY_TEXT("db.query.text"),
        /** How many rows of arguments a batch had; not told for one. */
        DB_OPERATION_BATCH_SIZE("db.operation.batch.size"),
        /** An argument: the first one is number 0. Only where the application asks for them. */
        DB_QUERY_PARAMETER("db.query.parameter.%s"),
        /** The process id of the backend that the call ran on; not told when it ran on none. */
        PGNATIVE_PID("pgnative.pid"),
        /** How long the call waited for its connection, in milliseconds; not told when it got none. */
        PGNATIVE_WAIT("pgnative.wait");

        private final String key;

        HighCardinalityKeyNames(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }
}
