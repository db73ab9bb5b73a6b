package io.jenkins.plugins.deployworkload.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Damaged outputs give an image that stands in them, or none. As many as {@code -DdeployWorkload.imageMutations} says, from the
 * seed {@code -DdeployWorkload.imageSeed}.
 */
class FuzzTest {

    private static final int MUTATIONS = Integer.getInteger("deployWorkload.imageMutations", 20_000);
    private static final long SEED = Long.getLong("deployWorkload.imageSeed", 7);

    private static final List<String> FILES = List.of(
            "real/jib-push/jib-image.json",
            "real/jib-push/jib-image.digest",
            "real/jib-tar/jib-image.json",
            "real/buildx/metadata.json",
            "real/buildx/unnamed-metadata.json",
            "real/buildx/web.iid",
            "real/bake/bake-metadata.json",
            "real/docker/metadata.json",
            "real/ko/image-refs.txt",
            "real/ko/ko-image-refs.txt",
            "real/buildah/digestfile",
            "real/buildah/iidfile",
            "documented/metadata.json",
            "documented/bake-metadata.json",
            "documented/kaniko-digest",
            "documented/image-name-with-digest",
            "documented/image-name-tag-with-digest",
            "documented/report.toml",
            "documented/daemon/report.toml",
            "documented/skaffold-build.json",
            "documented/web.digest");

    private static final List<String> LOGS = List.of(
            "real/jib-push/build.log",
            "real/jib-tar/build.log",
            "real/buildx/build.log",
            "real/buildx/terminal.log",
            "real/bake/build.log",
            "real/docker/build-push.log",
            "real/docker/buildkit.log",
            "real/ko/build.log",
            "real/buildah/build.log",
            "documented/spring-boot.log",
            "documented/pack.log");

    private static final String[] PIECES = {
        "\"",
        "'",
        ":",
        "@",
        "/",
        ",",
        "[",
        "]",
        "{",
        "}",
        "\n",
        "\r",
        " ",
        "a",
        "0",
        "F",
        "é",
        "\\",
        "\u0000",
        "sha256:",
        "\u001B[31m",
        "\u001B[0m",
        "\u001B[8mha:",
        "\u001B",
        "\u001B]0;",
        "\t",
        "latest",
        "localhost/",
        "...",
        "null",
        "[image]"
    };

    private final Random random = new Random(SEED);
    private int images;
    private int none;
    private int unreadable;

    @Test
    void damagedOutputsGiveAnImageThatIsThereOrNone() {
        List<String> files = FILES.stream().map(Fixtures::text).toList();
        List<String> logs = LOGS.stream().map(Fixtures::text).toList();
        for (int i = 0; i < MUTATIONS; i++) {
            boolean log = random.nextBoolean();
            List<String> texts = log ? logs : files;
            int chosen = random.nextInt(texts.size());
            String text = texts.get(chosen);
            for (int times = 1 + random.nextInt(4); times > 0; times--) {
                text = mutated(text, texts.get(random.nextInt(texts.size())));
            }
            check(i, log ? LOGS.get(chosen) : FILES.get(chosen), text, log);
        }
        System.out.println("Mutations: " + MUTATIONS + ", an image chosen: " + images + ", none or several: " + none
                + ", unreadable: " + unreadable);
        assertThat(images).isGreaterThan(MUTATIONS / 10);
        assertThat(none).isGreaterThan(MUTATIONS / 100);
        assertThat(unreadable).isGreaterThan(MUTATIONS / 100);
    }

    private void check(int number, String name, String text, boolean log) {
        try {
            Findings found = log ? Fixtures.log(text) : ImageFiles.read(name, text, null);
            // Written with escapes, a text need not stand there word for word.
            String problem = !log && text.contains("\\u") ? null : new FindingsChecker(text, log).problem(found);
            if (problem != null) {
                throw new AssertionError("Mutation " + number + " of " + name + ": " + problem + "\n" + text);
            }
            ChosenImage image = Images.choose(found, ImageWish.ANY);
            assertThat(image.reference()).contains(image.image().repository());
            images++;
        } catch (UnreadableOutputException e) {
            unreadable++;
            assertThat(e.getMessage()).startsWith(name).doesNotContain("Exception", "\tat ");
        } catch (ImageException e) {
            none++;
            assertThat(e.getMessage()).doesNotContain("Exception", "\tat ");
        } catch (RuntimeException e) {
            throw new AssertionError("Mutation " + number + " of " + name + ":\n" + text, e);
        }
    }

    private String mutated(String text, String other) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + 1 + random.nextInt(12));
        return switch (random.nextInt(9)) {
            case 0 -> text.substring(0, at) + text.substring(end);
            case 1 -> text.substring(0, at) + PIECES[random.nextInt(PIECES.length)] + text.substring(at);
            case 2 -> text.substring(0, at) + PIECES[random.nextInt(PIECES.length)] + text.substring(end);
            case 3 -> at == 0 ? text : text.substring(0, at);
            case 4 -> text.substring(0, at) + other.substring(random.nextInt(other.length() + 1));
            case 5 -> text.substring(0, at) + text.substring(at, end).repeat(2) + text.substring(end);
            case 6 -> lines(text, other);
            case 7 -> text.replaceFirst("[0-9a-f]{64}", "$0" + random.nextInt(10));
            default -> text.replaceFirst("([0-9a-f]{63})[0-9a-f]", "$1");
        };
    }

    /** A line twice, away, elsewhere, or from another output. */
    private String lines(String text, String other) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        String[] others = other.split("\n", -1);
        int at = random.nextInt(lines.size());
        switch (random.nextInt(4)) {
            case 0 -> lines.add(at, lines.get(random.nextInt(lines.size())));
            case 1 -> lines.remove(at);
            case 2 -> Collections.swap(lines, at, random.nextInt(lines.size()));
            default -> lines.add(at, others[random.nextInt(others.length)]);
        }
        return String.join("\n", lines);
    }
}
