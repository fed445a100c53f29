package io.pgnative.benchmarks;

import io.pgnative.benchmarks.peer.Client;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * The class path of a child process: that of this process, with the one difference that vertx-pg-client gets the Vert.x
 * core it was built for. Everything else, Netty included, is the same for all clients.
 */
final class ClassPath {

    private static final String VERTX_CORE = "vertx-core-";

    private ClassPath() {}

    static List<Path> of(Client client) throws IOException {
        List<Path> own = own();
        if (!client.ownVertx()) {
            return own;
        }
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(buildDirectory().resolve("peers/vertx"), "*.jar")) {
            jars.forEach(entries::add);
        }
        own.stream()
                .filter(entry -> !entry.getFileName().toString().startsWith(VERTX_CORE))
                .forEach(entries::add);
        return entries;
    }

    private static List<Path> own() throws IOException {
        List<Path> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath();
            entries.add(path);
            if (Files.isRegularFile(path)) {
                entries.addAll(ofManifest(path));
            }
        }
        return entries;
    }

    // Only jars beside the named one: manifests of libraries name jars that need not exist.
    private static List<Path> ofManifest(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String names = file.getManifest() == null
                    ? null
                    : file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            if (names == null) {
                return List.of();
            }
            List<Path> entries = new ArrayList<>();
            for (String name : names.split(" ")) {
                Path entry = Path.of(jar.toUri().resolve(URI.create(name)));
                if (Files.exists(entry)) {
                    entries.add(entry);
                }
            }
            return entries;
        }
    }

    /** Where the jar or the classes directory of this module lies. */
    static Path buildDirectory() {
        try {
            Path self = Path.of(ClassPath.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path parent = self.getParent();
            if (parent == null) {
                throw new UncheckedIOException(new IOException(self + " has no directory"));
            }
            return parent;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
