package io.pgnative.spring.boot.jdbc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/**
 * What the PostgreSQL JDBC driver makes for each connection, knowing only this class's name and a text: finds the TLS
 * of the client that the text stands for.
 */
public final class PgJdbcSslSocketFactory extends SSLSocketFactory {

    private static final Map<String, Supplier<SSLSocketFactory>> KNOWN = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBER = new AtomicLong();

    private final SSLSocketFactory factory;

    /**
     * Called by the driver.
     *
     * @param id what {@link #register} has given
     * @throws IllegalStateException if it stands for nothing, or no more
     */
    public PgJdbcSslSocketFactory(String id) {
        Supplier<SSLSocketFactory> known = KNOWN.get(id);
        if (known == null) {
            throw new IllegalStateException("the TLS of this JDBC URL is known only as long as its application context"
                    + " is open; the URL is of use to that application alone");
        }
        this.factory = known.get();
    }

    /** Has each connection with the text that is returned ask for its TLS; until {@link #unregister}. */
    static String register(Supplier<SSLSocketFactory> factory) {
        String id = Long.toString(NUMBER.incrementAndGet());
        KNOWN.put(id, factory);
        return id;
    }

    static void unregister(String id) {
        KNOWN.remove(id);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return factory.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return factory.createSocket(socket, host, port, autoClose);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return factory.createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return factory.createSocket(host, port, localHost, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return factory.createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return factory.createSocket(address, port, localAddress, localPort);
    }
}
