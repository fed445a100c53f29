package io.pgnative.client.config;

import io.pgnative.client.PgHost;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes hosts of libpq's {@code host}, {@code hostaddr} and {@code port}, which may each be lists. */
final class HostList {

    static final String DEFAULT_HOST = "localhost";
    static final int DEFAULT_PORT = 5432;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;

    private HostList() {}

    /**
     * Reads the hosts.
     *
     * @param host names, each of which may carry a port of its own; null is the default host
     * @param hostaddr addresses, as many as there are names
     * @param port one port for all, or as many as there are hosts
     * @param portWins whether the port counts also where a name carries one
     * @return at least one
     */
    static List<PgHost> read(
            @Nullable Setting host, @Nullable Setting hostaddr, @Nullable Setting port, boolean portWins) {
        List<String> names = split(host);
        List<String> addresses = split(hostaddr);
        List<String> ports = split(port);
        if (host != null && hostaddr != null && names.size() != addresses.size()) {
            throw hostaddr.invalid(
                    "cannot match " + names.size() + " host names to " + addresses.size() + " addresses of hostaddr");
        }
        int count = Math.max(names.size(), addresses.size());
        if (port != null && ports.size() != 1 && ports.size() != count) {
            throw port.invalid("cannot match " + ports.size() + " ports to " + count + " hosts");
        }
        List<PgHost> hosts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String number = ports.get(ports.size() == 1 ? 0 : i);
            int known = port == null || number.isEmpty() ? DEFAULT_PORT : port(number, port);
            String address = hostaddr == null || addresses.get(i).isEmpty() ? null : addresses.get(i);
            PgHost named = one(host == null ? "" : names.get(i), host, known, address);
            hosts.add(portWins ? new PgHost(named.name(), known, named.hostaddr()) : named);
        }
        return List.copyOf(hosts);
    }

    private static List<String> split(@Nullable Setting list) {
        return list == null ? List.of("") : List.of(list.value().split(",", -1));
    }

    private static PgHost one(String text, @Nullable Setting host, int port, @Nullable String address) {
        if (host == null || text.isEmpty()) {
            return new PgHost(address != null ? address : DEFAULT_HOST, port, address);
        }
        Checks.sendable(host, text);
        String name = text;
        int own = port;
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            String rest = close < 0 ? "" : text.substring(close + 1);
            if (close < 0 || (!rest.isEmpty() && !rest.startsWith(":"))) {
                throw host.invalid("an IPv6 address is written [address]:port");
            }
            name = text.substring(1, close);
            own = rest.length() > 1 ? port(rest.substring(1), host) : port;
        } else if (!text.startsWith("/") && !text.startsWith("@") && text.indexOf(':') == text.lastIndexOf(':')) {
            int colon = text.indexOf(':');
            name = colon < 0 ? text : text.substring(0, colon);
            own = colon < 0 || colon == text.length() - 1 ? port : port(text.substring(colon + 1), host);
        }
        if (name.isBlank()) {
            throw host.invalid("a host's name is empty");
        }
        return checked(new PgHost(name, own, address), host);
    }

    private static PgHost checked(PgHost host, Setting setting) {
        if (host.isUnixSocket() && host.hostaddr() != null) {
            throw setting.invalid("a Unix socket has no hostaddr");
        }
        return host;
    }

    private static int port(String text, Setting setting) {
        if (text.chars().anyMatch(c -> c < '0' || c > '9')) {
            throw setting.invalid("the port" + setting.origin().shown(text) + " is not a number");
        }
        int port = text.length() > MAX_PORT_DIGITS ? 0 : Integer.parseInt(text);
        if (port < 1 || port > MAX_PORT) {
            throw setting.invalid("the port" + setting.origin().shown(text) + " is not in 1 to 65535");
        }
        return port;
    }
}
