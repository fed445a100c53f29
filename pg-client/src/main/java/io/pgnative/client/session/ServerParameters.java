package io.pgnative.client.session;

import io.pgnative.client.ServerVersion;
import io.pgnative.client.wire.ProtocolViolation;
import io.pgnative.client.wire.backend.ParameterStatus;
import java.util.HashMap;
import java.util.Map;

/** The parameters that the server reports (protocol, section "Asynchronous Operations"). Changed on the loop only. */
final class ServerParameters {

    /** Servers report about fifteen, poolers a few more; a server that never ends must not fill the memory. */
    private static final int MOST = 256;

    private volatile Map<String, String> all = Map.of();
    private volatile ServerVersion serverVersion = new ServerVersion(0, 0, 0, "");

    void changed(ParameterStatus parameter) {
        String name = parameter.name();
        String value = parameter.value();
        Map<String, String> before = all;
        if (value.equals(before.get(name))) {
            return;
        }
        if (name.equals("client_encoding") && !value.equals("UTF8")) {
            throw new ProtocolViolation(
                    "client_encoding was changed; this client speaks UTF8 only, so leave the parameter alone");
        }
        if (before.size() == MOST && !before.containsKey(name)) {
            throw new ProtocolViolation("the server reports more than " + MOST + " parameters");
        }
        Map<String, String> changed = new HashMap<>(before);
        changed.put(name, value);
        all = Map.copyOf(changed);
    }

    /** To be called when the start-up is over. */
    void readVersion() {
        serverVersion = ServerVersion.parse(all.getOrDefault("server_version", "0"));
    }

    Map<String, String> all() {
        return all;
    }

    ServerVersion serverVersion() {
        return serverVersion;
    }
}
