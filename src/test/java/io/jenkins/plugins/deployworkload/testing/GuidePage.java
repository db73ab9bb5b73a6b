package io.jenkins.plugins.deployworkload.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of {@code docs/guide}, with the code of its examples. */
public record GuidePage(String name, String text) {

    /** The directory with the files that the Pipelines of the guide check out, and with programs that act as build tools. */
    public static final Path WORKSPACE = ProjectRoot.path().resolve("src/test/resources/guide");

    private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private static final Pattern FILE = Pattern.compile("# (\\S+\\.yaml)\\n");

    public static List<GuidePage> all() {
        try (Stream<Path> files = Files.list(ProjectRoot.path().resolve("docs/guide"))) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(GuidePage::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GuidePage read(Path file) {
        try {
            return new GuidePage(file.getFileName().toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Pipelines of the page, in their order. */
    public List<String> pipelines() {
        return blocks("groovy");
    }

    /** The files whose content the page shows, by their paths. The first line of such an example is its path. */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        for (String block : blocks("yaml")) {
            var path = FILE.matcher(block);
            if (path.lookingAt()) {
                files.put(path.group(1), block);
            }
        }
        return files;
    }

    private List<String> blocks(String language) {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map((MatchResult block) -> block.group(2))
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
