package io.pgnative.client.config;

import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgHost;
import io.pgnative.client.fuzz.Fuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** What reads configuration, to be fuzzed, and some to begin with. */
final class ConfigTargets {

    private static final PgHost HOST = new PgHost("one", 5432);

    private final Path passwords;
    private final PassFile passfile;
    private final Path services;
    private final Settings settings;

    /** Files are written in the directory. */
    ConfigTargets(Path directory) throws IOException {
        passwords = directory.resolve("pgpass");
        Files.createFile(passwords, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        passfile = new PassFile(passwords, "shop", "anna");
        services = directory.resolve("pg_service.conf");
        settings = new Settings(List.of(Map.of(
                "service", new Setting("service", "shop", new VariableOrigin("PGSERVICE")),
                "servicefile", new Setting("servicefile", services.toString(), new VariableOrigin("PGSERVICEFILE")))));
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<byte[]> connectionStrings() {
        return Fuzz.seeds(
                "postgresql://anna:geheim@one:5432,two:5433/shop?sslmode=require&application_name=a%20b",
                "postgres:///?user=a&host=%2Ftmp&port=1",
                "postgres://[::1]:5432/d",
                "host=one,two port=5432 user='a\\'b' password = c dbname=d options='-c a=b'",
                "service=shop target_session_attrs=read-write",
                "postgres://%zz@/");
    }

    static void readConnectionString(byte[] input) {
        try {
            ConnectionString.parse(Fuzz.text(input));
        } catch (PgConfigurationException expected) {
            // What is no DSN.
        }
    }

    static List<byte[]> passwordFiles() {
        return Fuzz.seeds(
                "one:5432:shop:anna:geheim\n",
                "# no\n*:*:*:*:ge\\:he\\\\im\r\n",
                "two:5432:shop:anna:x\none:*:shop:*:",
                "one:5432");
    }

    void readPasswordFile(byte[] input) {
        write(passwords, input);
        passfile.find(HOST);
    }

    static List<byte[]> serviceFiles() {
        return Fuzz.seeds(
                "[shop]\nhost=one\nport=5432\n",
                "# no\n[other]\nhost=x\n\n[shop]\nuser = anna\nsslmode=require\n[third]\n",
                "[shop]\nservice=again\n",
                "[shop");
    }

    void readServiceFile(byte[] input) {
        write(services, input);
        try {
            ServiceFile.read(settings, Surroundings.NONE);
        } catch (PgConfigurationException expected) {
            // What is no such file.
        }
    }
}
