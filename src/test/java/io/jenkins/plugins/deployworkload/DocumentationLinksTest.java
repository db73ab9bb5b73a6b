package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.testing.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The links of the documentation lead to files, and to headings of pages, that exist. */
class DocumentationLinksTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^()\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$");

    private final Map<Path, Set<String>> anchors = new HashMap<>();

    static List<Path> pages() throws IOException {
        Path root = ProjectRoot.path();
        try (Stream<Path> files = Files.walk(root.resolve("docs"))) {
            return Stream.concat(Stream.of(root.resolve("README.md")), files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(root::relativize)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Path page) throws IOException {
        Path file = ProjectRoot.path().resolve(page);
        List<String> broken = new ArrayList<>();
        Matcher links = LINK.matcher(CODE.matcher(Files.readString(file)).replaceAll(""));
        while (links.find()) {
            String link = links.group(1);
            if (!link.contains("://") && !exists(file, link)) {
                broken.add(link);
            }
        }
        assertThat(broken).isEmpty();
    }

    private boolean exists(Path page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    /** The anchors that GitHub gives to the headings of a page. */
    private Set<String> anchors(Path page) throws IOException {
        Set<String> known = anchors.get(page);
        if (known == null) {
            known = new TreeSet<>();
            Matcher headings = HEADING.matcher(CODE.matcher(Files.readString(page)).replaceAll(""));
            while (headings.find()) {
                String text = headings.group(1).toLowerCase(Locale.ROOT);
                String anchor = text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
                int copy = 0;
                while (!known.add(copy == 0 ? anchor : anchor + "-" + copy)) {
                    copy++;
                }
            }
            anchors.put(page, known);
        }
        return known;
    }
}
