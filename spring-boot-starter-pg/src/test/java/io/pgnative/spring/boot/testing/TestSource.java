package io.pgnative.spring.boot.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a test class, member by member: those of the class itself are indented by four spaces. */
final class TestSource {

    private static final Pattern BETWEEN_MEMBERS = Pattern.compile("\\n\\n(?= {4}\\S)");
    private static final Pattern DECLARATION = Pattern.compile(
            "^ {4}(?=[\\w<]).*?(?:(?:class|record|enum|interface) (\\w+)|(\\w+)(?=\\(| =|;))", Pattern.MULTILINE);
    private static final Pattern ASSIGNED = Pattern.compile("this\\.(\\w+) =()");
    private static final Pattern WORD = Pattern.compile("\\w+");

    private record Member(String text, Set<String> names) {}

    private final List<Member> members = new ArrayList<>();

    private TestSource(String text) {
        for (String member : BETWEEN_MEMBERS.split(text)) {
            Set<String> names = new TreeSet<>();
            for (Pattern pattern : List.of(DECLARATION, ASSIGNED)) {
                Matcher declared = pattern.matcher(member);
                while (declared.find()) {
                    names.add(declared.group(1) != null ? declared.group(1) : declared.group(2));
                }
            }
            members.add(new Member(member, names));
        }
    }

    static TestSource read(Path file) {
        try {
            return new TestSource(Files.readString(file));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Whether there is a test method which names a key, or a member of the class does that the method uses. */
    boolean names(String method, String key) {
        Pattern asKey = Pattern.compile("(?<![\\w-])" + Pattern.quote(key) + "(?![\\w-])");
        return used(method).stream()
                .anyMatch(member -> asKey.matcher(member.text()).find());
    }

    /** Whether there is a test method that itself says one of some words, in whatever case. */
    boolean says(String method, Set<String> words) {
        return members.stream()
                .map(Member::text)
                .filter(text -> text.contains("void " + method + "("))
                .map(text -> text.toLowerCase(Locale.ROOT))
                .anyMatch(text -> words.stream()
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .anyMatch(text::contains));
    }

    /** A method and what it uses of the class, and what that uses. */
    private Set<Member> used(String method) {
        Set<Member> used = new LinkedHashSet<>();
        Deque<Member> open = new ArrayDeque<>(members.stream()
                .filter(member -> member.text().contains("void " + method + "("))
                .toList());
        while (!open.isEmpty()) {
            Member next = open.pop();
            if (used.add(next)) {
                Set<String> words = new TreeSet<>();
                Matcher word = WORD.matcher(next.text());
                while (word.find()) {
                    words.add(word.group());
                }
                members.stream()
                        .filter(member -> member.names().stream().anyMatch(words::contains))
                        .forEach(open::add);
            }
        }
        return used;
    }
}
