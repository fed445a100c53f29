package io.pgnative.client.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * SQL through the JDBC driver, each call on a connection of its own, so that fixtures do not depend on what they test.
 */
record Admin(String url, String user, @Nullable String password) {

    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("the fixture's SQL failed: " + e.getMessage(), e);
        }
    }

    String query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new IllegalStateException("no row: " + sql);
            }
            return String.valueOf(rows.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException("the fixture's SQL failed: " + e.getMessage(), e);
        }
    }

    boolean exists(String sql) {
        return query("select exists (" + sql + ")").equals("t");
    }

    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        if (password != null) {
            properties.setProperty("password", password);
        }
        properties.setProperty("ApplicationName", "pgnative-test-fixture");
        properties.setProperty("preferQueryMode", "simple");
        return DriverManager.getConnection(url, properties);
    }
}
