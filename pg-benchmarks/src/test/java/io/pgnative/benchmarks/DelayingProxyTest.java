package io.pgnative.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DelayingProxyTest {

    private static final Duration ROUND_TRIP = Duration.ofMillis(60);

    @Test
    void addsTheDelayToARoundTripOnceHoweverMuchIsOnTheWay() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DelayingProxy proxy = new DelayingProxy(address(listener), ROUND_TRIP);
                Socket client =
                        new Socket(proxy.address().host(), proxy.address().port());
                Socket server = listener.accept()) {
            byte[] request = "many requests at once".getBytes(StandardCharsets.US_ASCII);
            long start = System.nanoTime();
            for (byte one : request) {
                client.getOutputStream().write(one);
            }
            byte[] arrived = server.getInputStream().readNBytes(request.length);
            server.getOutputStream().write(arrived);
            byte[] answer = client.getInputStream().readNBytes(request.length);
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(answer).isEqualTo(request);
            assertThat(took)
                    .isBetween(
                            ROUND_TRIP, ROUND_TRIP.multipliedBy(request.length).dividedBy(2));
        }
    }

    @Test
    void passesOnThatOneSideEnds() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DelayingProxy proxy = new DelayingProxy(address(listener), Duration.ZERO);
                Socket client =
                        new Socket(proxy.address().host(), proxy.address().port());
                Socket server = listener.accept()) {
            server.shutdownOutput();

            InputStream in = client.getInputStream();
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    private static ServerAddress address(ServerSocket listener) {
        return new ServerAddress(
                listener.getInetAddress().getHostAddress(), listener.getLocalPort(), "shop", "app", "");
    }
}
