package io.pgnative.client.config;

import io.pgnative.client.PgHost;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks passwords up in a password file (libpq, "The Password File"): lines
 * {@code hostname:port:database:username:password}, the first that fits counts. An asterisk stands for anything, a
 * backslash takes the colon or backslash behind it literally. The password goes to the line's end, whatever colons it
 * holds.
 */
final class PassFile {

    private static final Logger log = LoggerFactory.getLogger(PassFile.class);

    private static final Set<PosixFilePermission> FOR_OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final Path file;
    private final String database;
    private final String user;

    /**
     * Makes one.
     *
     * @param file the file, which need not exist
     * @param database database name
     * @param user role name
     */
    PassFile(Path file, String database, String user) {
        this.file = file;
        this.database = database;
        this.user = user;
    }

    /**
     * Reads the file; blocks.
     *
     * @param host where the connection is to go to
     * @return the password; null if no line fits, or if the file is missing or must not be used
     */
    @Nullable String find(PgHost host) {
        if (!isUsable()) {
            return null;
        }
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String password = line.startsWith("#") ? null : password(line, host);
                if (password != null) {
                    return password;
                }
            }
        } catch (IOException e) {
            // Its text may be a line of the file.
            log.debug(
                    "The password file {} cannot be read: {}",
                    file,
                    e.getClass().getSimpleName());
        }
        return null;
    }

    private boolean isUsable() {
        if (!Files.exists(file)) {
            return false;
        }
        if (!Files.isRegularFile(file)) {
            log.warn("The password file {} is not used, since it is not a plain file", file);
            return false;
        }
        try {
            Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
            permissions.addAll(Files.getPosixFilePermissions(file));
            permissions.retainAll(FOR_OTHERS);
            if (!permissions.isEmpty()) {
                log.warn(
                        "The password file {} is not used, since others than its owner have access;"
                                + " permissions should be u=rw (0600) or less",
                        file);
            }
            return permissions.isEmpty();
        } catch (UnsupportedOperationException e) {
            // Windows: the directory protects it.
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private @Nullable String password(String line, PgHost host) {
        boolean local = host.isUnixSocket() || host.name().isEmpty();
        int port = after(line, 0, host.name());
        if (port < 0 && local) {
            port = after(line, 0, "localhost");
        }
        int base = port < 0 ? -1 : after(line, port, String.valueOf(host.port()));
        int role = base < 0 ? -1 : after(line, base, database);
        int password = role < 0 ? -1 : after(line, role, user);
        return password < 0 ? null : unescaped(line.substring(password));
    }

    /** Compares a field. @return where the next one begins; -1 if this one does not fit */
    private static int after(String line, int from, String expected) {
        if (line.startsWith("*:", from)) {
            return from + 2;
        }
        int at = from;
        for (int i = 0; i < expected.length(); i++) {
            if (line.startsWith("\\", at)) {
                at++;
            } else if (line.startsWith(":", at)) {
                return -1;
            }
            if (at >= line.length() || line.charAt(at++) != expected.charAt(i)) {
                return -1;
            }
        }
        return line.startsWith(":", at) ? at + 1 : -1;
    }

    private static String unescaped(String password) {
        StringBuilder plain = new StringBuilder(password.length());
        for (int i = 0; i < password.length(); i++) {
            if (password.charAt(i) == '\\' && i + 1 < password.length()) {
                i++;
            }
            plain.append(password.charAt(i));
        }
        return plain.toString();
    }

    /** Its place alone. */
    @Override
    public String toString() {
        return "PassFile[" + file + "]";
    }
}
