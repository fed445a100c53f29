package io.pgnative.client.config;

import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgHost;
import io.pgnative.client.fuzz.Fuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("S28, S32: whatever stands in a DSN or a file is taken or refused")
class ConfigFuzzTest {

    private static final List<String> DSNS = List.of(
            "postgresql://anna:geheim@one:5432,two:5433/shop?sslmode=require&application_name=a%20b",
            "postgres:///?user=a&host=%2Ftmp&port=1",
            "postgres://[::1]:5432/d",
            "host=one,two port=5432 user='a\\'b' password = c dbname=d options='-c a=b'",
            "service=shop target_session_attrs=read-write",
            "postgres://%zz@/");

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void readsConnectionStrings() {
        Fuzz.runText(DSNS, dsn -> {
            try {
                ConnectionString.parse(dsn);
            } catch (PgConfigurationException expected) {
                // What is no DSN.
            }
        });
    }

    @Test
    void readsPasswordFiles(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("pgpass");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        PassFile passfile = new PassFile(file, "shop", "anna");
        PgHost host = new PgHost("one", 5432);
        List<byte[]> seeds = List.of(
                utf8("one:5432:shop:anna:geheim\n"),
                utf8("# no\n*:*:*:*:ge\\:he\\\\im\r\n"),
                utf8("two:5432:shop:anna:x\none:*:shop:*:"),
                utf8("one:5432"));
        Fuzz.run(seeds, input -> {
            write(file, input);
            passfile.find(host);
        });
    }

    @Test
    void readsServiceFiles(@TempDir Path directory) {
        Path file = directory.resolve("pg_service.conf");
        Settings settings = new Settings(List.of(Map.of(
                "service", new Setting("service", "shop", new VariableOrigin("PGSERVICE")),
                "servicefile", new Setting("servicefile", file.toString(), new VariableOrigin("PGSERVICEFILE")))));
        List<byte[]> seeds = List.of(
                utf8("[shop]\nhost=one\nport=5432\n"),
                utf8("# no\n[other]\nhost=x\n\n[shop]\nuser = anna\nsslmode=require\n[third]\n"),
                utf8("[shop]\nservice=again\n"),
                utf8("[shop"));
        Fuzz.run(seeds, input -> {
            write(file, input);
            try {
                ServiceFile.read(settings, Surroundings.NONE);
            } catch (PgConfigurationException expected) {
                // What is no such file.
            }
        });
    }
}
