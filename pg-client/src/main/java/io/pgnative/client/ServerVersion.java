package io.pgnative.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's version.
 *
 * @param major the major version, such as 18
 * @param minor the minor version of servers before 10, such as 6 of 9.6.1; 0 from 10 on
 * @param patch the release, such as 1 of 18.1; 0 for development and beta versions
 * @param text the version as the server reported it
 */
public record ServerVersion(int major, int minor, int patch, String text) {

    private static final Pattern NUMBERS = Pattern.compile("(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?");

    /**
     * Reads the value of the parameter {@code server_version}; vendors' additions before and after the numbers are
     * tolerated.
     *
     * @param text for instance {@code 18.1 (Debian 18.1-1)}
     * @return the version
     */
    public static ServerVersion parse(String text) {
        Matcher matcher = NUMBERS.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no version number in \"" + text + "\"");
        }
        int major = Integer.parseInt(matcher.group(1));
        int second = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        int third = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        return major >= 10 ? new ServerVersion(major, 0, second, text) : new ServerVersion(major, second, third, text);
    }

    /**
     * The version without vendors' additions, such as {@code 18.1}.
     *
     * @return the version without vendors' additions, such as {@code 18.1}
     */
    @Override
    public String toString() {
        return major >= 10 ? major + "." + patch : major + "." + minor + "." + patch;
    }
}
