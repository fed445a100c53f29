package io.pgnative.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Configuration properties of the Vert.x instance that is made for the clients when the application has none. */
@ConfigurationProperties("spring.pgnative.vertx")
public class PgNativeVertxProperties {

    /**
     * Number of event loops of the Vert.x instance made for the clients. Defaults to the number of processors. Ignored
     * if the application has a Vertx bean.
     */
    private @Nullable Integer eventLoopSize;

    /**
     * Whether the Vert.x instance made for the clients uses the native transport of the operating system where it is on
     * the class path. Defaults to true, and to false where the Java runtime makes checkpoints (CRaC) and org.crac is on
     * the class path: a checkpoint cannot hold what a native transport has open. Ignored if the application has a Vertx
     * bean.
     */
    private @Nullable Boolean nativeTransport;

    public @Nullable Integer getEventLoopSize() {
        return eventLoopSize;
    }

    public void setEventLoopSize(@Nullable Integer eventLoopSize) {
        this.eventLoopSize = eventLoopSize;
    }

    public @Nullable Boolean getNativeTransport() {
        return nativeTransport;
    }

    public void setNativeTransport(@Nullable Boolean nativeTransport) {
        this.nativeTransport = nativeTransport;
    }
}
