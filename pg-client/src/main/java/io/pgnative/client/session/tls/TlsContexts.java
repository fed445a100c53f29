package io.pgnative.client.session.tls;

import io.pgnative.client.PgOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of a client: made of its files once, and again when these have changed, so that renewed certificates are used
 * without a restart. Thread-safe; not on an event loop.
 */
public final class TlsContexts {

    private final PgOptions.Tls options;
    private @Nullable TlsContext current;
    private List<Stamp> stamps = List.of();

    /**
     * Makes one. Reads no file.
     *
     * @param options whether and how TLS is spoken
     */
    public TlsContexts(PgOptions.Tls options) {
        this.options = options;
    }

    /** What a file looked like. */
    private record Stamp(Path file, @Nullable FileTime changed, long size) {

        static Stamp of(Path file) {
            try {
                return new Stamp(file, Files.getLastModifiedTime(file), Files.size(file));
            } catch (IOException e) {
                // Reading it will tell what is wrong.
                return new Stamp(file, null, -1);
            }
        }
    }

    /**
     * What connections are to use now. Reads the files when they have changed.
     *
     * @return the TLS of this client
     * @throws io.pgnative.client.PgConfigurationException if a file cannot be used
     */
    public synchronized TlsContext current() {
        List<Stamp> now = files().stream().map(Stamp::of).toList();
        TlsContext known = current;
        if (known == null || !now.equals(stamps)) {
            known = TlsContext.of(options);
            current = known;
            stamps = now;
        }
        return Objects.requireNonNull(known);
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        String roots = options.rootCert();
        if (roots != null && !roots.equals(PgOptions.Tls.SYSTEM)) {
            files.add(Path.of(roots));
        }
        add(files, options.cert());
        add(files, options.key());
        add(files, options.crl());
        Path directory = options.crlDir();
        if (directory != null && ServerTrust.verifies(options)) {
            files.addAll(CertificateFiles.filesIn(directory));
        }
        return files;
    }

    private static void add(List<Path> files, @Nullable Path file) {
        if (file != null) {
            files.add(file);
        }
    }
}
