package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.TlsMaterial;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;

/** Makes the client's TLS of an SSL bundle; once for each bundle, since its stores are loaded for that. */
final class SslBundleMaterial implements Supplier<TlsMaterial> {

    private final Supplier<@Nullable SslBundle> bundle;
    private @Nullable Made made;

    private record Made(SslBundle bundle, TlsMaterial material) {}

    /**
     * Makes one.
     *
     * @param bundle asked each time
     */
    SslBundleMaterial(Supplier<@Nullable SslBundle> bundle) {
        this.bundle = bundle;
    }

    @Override
    public synchronized TlsMaterial get() {
        SslBundle now = bundle.get();
        if (now == null) {
            throw new IllegalStateException("the connection details have no SSL bundle any more");
        }
        Made known = made;
        if (known == null || known.bundle() != now) {
            known = new Made(now, of(now));
            made = known;
        }
        return known.material();
    }

    /** Loads the stores. */
    static TlsMaterial of(SslBundle bundle) {
        SslManagerBundle managers = bundle.getManagers();
        SslOptions options = bundle.getOptions();
        return new TlsMaterial(
                managers.getKeyManagerFactory(),
                managers.getTrustManagerFactory(),
                list(options.getEnabledProtocols()),
                list(options.getCiphers()));
    }

    private static @Nullable List<String> list(String @Nullable [] values) {
        return values == null ? null : List.of(values);
    }
}
