package io.pgnative.spring.boot.jdbc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Makes sockets that speak what may be spoken. */
final class TunedSslSocketFactory extends SSLSocketFactory {

    private final SSLSocketFactory factory;
    private final SSLParameters parameters;
    private final boolean sni;

    /**
     * Makes one.
     *
     * @param parameters the versions of TLS; and the cipher suites, if they are not those of the Java runtime
     * @param sni whether the server's name is sent in the clear
     */
    TunedSslSocketFactory(SSLSocketFactory factory, SSLParameters parameters, boolean sni) {
        this.factory = factory;
        this.parameters = parameters;
        this.sni = sni;
    }

    private Socket tuned(Socket made) {
        SSLSocket socket = (SSLSocket) made;
        SSLParameters own = socket.getSSLParameters();
        own.setProtocols(parameters.getProtocols());
        if (parameters.getCipherSuites() != null) {
            own.setCipherSuites(parameters.getCipherSuites());
        }
        if (!sni) {
            own.setServerNames(List.of());
        }
        socket.setSSLParameters(own);
        return socket;
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
        return tuned(factory.createSocket(socket, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return tuned(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return tuned(factory.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return tuned(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return tuned(factory.createSocket(address, port, localAddress, localPort));
    }
}
