package io.jenkins.plugins.deployworkload.image.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.image.Fixtures;
import io.jenkins.plugins.deployworkload.image.file.ImageFiles;
import io.jenkins.plugins.deployworkload.image.model.ChosenImage;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.ImageException;
import io.jenkins.plugins.deployworkload.image.model.ImageQuery;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Fuzz test: chooses images from randomly changed (mutated) outputs. Each search has one or several outputs, and a
 * query with or without a repository and a tool. The search must find no image, or an image that occurs in the outputs.
 * {@code -DdeployWorkload.imageMutations} sets the number of mutations, {@code -DdeployWorkload.imageSeed} the seed.
 */
class OutputFuzzTest {

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
            "documented/web.digest",
            "documented/ko/image-refs",
            "documented/buildah-metadata.json",
            "documented/bazel-bin/web.json.sha256",
            "documented/bazel-bin/web/index.json");

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

    private static final String[] FRAGMENTS = {
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

    private static final Map<String, Tool> TOOLS = Map.of(
            "documented/buildah-metadata.json", Tool.BUILDAH,
            "documented/bazel-bin/web.json.sha256", Tool.RULES_OCI,
            "documented/bazel-bin/web/index.json", Tool.RULES_OCI);

    private final Random random = new Random(SEED);
    private final Map<String, String> texts = new HashMap<>();
    private int images;
    private int withoutRepository;
    private int merged;
    private int refused;
    private int unreadable;

    /** A mutated output and the images that the parser found in it. */
    private record Output(String name, String text, Findings found, FindingsChecker checker) {}

    @Test
    void mutatedOutputsGiveImageThatTheyContainOrNone() {
        FILES.forEach(name -> texts.put(name, Fixtures.text(name)));
        LOGS.forEach(name -> texts.put(name, Fixtures.text(name)));
        for (int i = 0; i < MUTATIONS; i++) {
            List<Output> outputs = new ArrayList<>();
            for (int count = Math.max(1, random.nextInt(6) - 2); count > 0; count--) {
                Output output = output(i);
                if (output != null) {
                    outputs.add(output);
                }
            }
            choose(i, outputs);
        }
        System.out.println("Mutations: " + MUTATIONS + ", an image chosen: " + images + " (of several outputs: "
                + merged + ", of a digest without repository: " + withoutRepository + "), none or several: " + refused
                + ", unreadable: "
                + unreadable);
        assertThat(images).isGreaterThan(MUTATIONS / 10);
        assertThat(merged).isGreaterThan(MUTATIONS / 50);
        assertThat(withoutRepository).isGreaterThan(MUTATIONS / 500);
        assertThat(refused).isGreaterThan(MUTATIONS / 100);
        assertThat(unreadable).isGreaterThan(MUTATIONS / 100);
    }

    /** Returns a mutated output; {@code null} if the parser cannot read the output. */
    private Output output(int number) {
        boolean log = random.nextBoolean();
        List<String> names = log ? LOGS : FILES;
        String name = names.get(random.nextInt(names.size()));
        String text = texts.get(name);
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            text = mutated(text, texts.get(names.get(random.nextInt(names.size()))));
        }
        try {
            Findings found = log ? Fixtures.log(text) : ImageFiles.read(name, text, TOOLS.get(name));
            // Do not check a text with JSON escapes, because it does not contain the repository, tag and digest
            // literally.
            boolean escaped = !log && text.contains("\\u");
            FindingsChecker checker = escaped ? null : new FindingsChecker(text, log);
            String problem = escaped ? null : checker.problem(found);
            if (problem != null) {
                throw new AssertionError("Mutation " + number + " of " + name + ": " + problem + "\n" + text);
            }
            return new Output(name, text, found, checker);
        } catch (UnreadableOutputException e) {
            unreadable++;
            assertThat(e.getMessage()).startsWith(log ? "log" : name).doesNotContain("Exception", "\tat ");
            return null;
        } catch (RuntimeException e) {
            throw new AssertionError("Mutation " + number + " of " + name + ":\n" + text, e);
        }
    }

    private void choose(int number, List<Output> outputs) {
        Findings found = outputs.stream().map(Output::found).reduce(Findings.NONE, Findings::plus);
        ImageQuery query = query(found);
        try {
            ChosenImage chosen = ImageChooser.choose(found, query);
            boolean escaped = outputs.stream().anyMatch(output -> output.checker() == null);
            String problem = escaped ? null : problem(chosen, query, outputs, found);
            if (problem != null) {
                throw new AssertionError(
                        "Mutation " + number + ": " + problem + "\n" + query + "\n" + chosen + "\n" + outputs);
            }
            images++;
            merged += outputs.size() > 1 ? 1 : 0;
            withoutRepository += chosen.repositoryFromQuery() ? 1 : 0;
        } catch (ImageException e) {
            refused++;
            assertThat(e.getMessage()).doesNotContain("Exception", "\tat ");
        } catch (RuntimeException e) {
            throw new AssertionError("Mutation " + number + ": " + query + "\n" + outputs, e);
        }
    }

    private ImageQuery query(Findings found) {
        String repository = null;
        if (random.nextInt(10) < 3 && !found.images().isEmpty()) {
            FoundImage image = found.images().get(random.nextInt(found.images().size()));
            repository = image.repository() + (random.nextInt(3) == 0 && image.tag() != null ? ":" + image.tag() : "");
        } else if (random.nextInt(10) < 4) {
            repository = "localhost:5055/shop/web";
        }
        Tool[] tools = Tool.values();
        Tool output = random.nextInt(10) < 3 ? tools[random.nextInt(tools.length)] : null;
        if (output != null && random.nextBoolean() && !found.digests().isEmpty()) {
            output = found.digests().get(0).source();
        }
        return new ImageQuery(repository, output, random.nextInt(5) > 0);
    }

    /** Returns the error in the chosen reference; {@code null} if the reference is correct. */
    private static String problem(ChosenImage chosen, ImageQuery query, List<Output> outputs, Findings found) {
        String reference = chosen.reference();
        int at = reference.indexOf('@');
        String name = at < 0 ? reference : reference.substring(0, at);
        int colon = name.lastIndexOf(':') > name.lastIndexOf('/') ? name.lastIndexOf(':') : name.length();
        String repository = name.substring(0, colon);
        if (query.repository() != null
                && !isSameRepository(
                        repository, OciReference.parse(query.repository()).repository())) {
            return "not the requested repository";
        }
        boolean otherTool = chosen.outputs().stream()
                .anyMatch(output -> query.output() != null
                        && !output.startsWith(query.output().label() + ", "));
        if (otherTool
                && !(chosen.repositoryFromQuery() && chosen.image().location().endsWith(".digest"))) {
            return "not the requested output";
        }
        if (chosen.repositoryFromQuery()) {
            String digest = reference.substring(at + 1);
            boolean unassigned =
                    outputs.stream().anyMatch(output -> output.checker().occursWithoutRepository(digest));
            boolean assigned = outputs.stream()
                    .flatMap(output -> output.found().images().stream())
                    .anyMatch(image -> digest.equals(image.digest()));
            return query.repository() == null
                    ? "no repository was requested"
                    : unassigned && !assigned ? null : "digest of another image";
        }
        if (at >= 0) {
            String digest = reference.substring(at + 1);
            return outputs.stream().anyMatch(output -> output.checker().digestBelongsTo(repository, digest))
                    ? null
                    : "digest of another repository";
        }
        if (colon == name.length()) {
            return null;
        }
        // Outputs may spell the same repository in several ways.
        String tag = name.substring(colon + 1);
        return found.images().stream()
                        .filter(image -> isSameRepository(image.repository(), repository))
                        .anyMatch(image -> tag.equals("latest") && image.tags().isEmpty()
                                || outputs.stream()
                                        .anyMatch(output -> output.checker().tagBelongsTo(image.repository(), tag)))
                ? null
                : "tag of another repository";
    }

    private static boolean isSameRepository(String repository, String other) {
        return OciReference.normalized(repository).equals(OciReference.normalized(other));
    }

    private String mutated(String text, String other) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + 1 + random.nextInt(12));
        return switch (random.nextInt(9)) {
            case 0 -> text.substring(0, at) + text.substring(end);
            case 1 -> text.substring(0, at) + FRAGMENTS[random.nextInt(FRAGMENTS.length)] + text.substring(at);
            case 2 -> text.substring(0, at) + FRAGMENTS[random.nextInt(FRAGMENTS.length)] + text.substring(end);
            case 3 -> at == 0 ? text : text.substring(0, at);
            case 4 -> text.substring(0, at) + other.substring(random.nextInt(other.length() + 1));
            case 5 -> text.substring(0, at) + text.substring(at, end).repeat(2) + text.substring(end);
            case 6 -> lines(text, other);
            case 7 -> text.replaceFirst("[0-9a-f]{64}", "$0" + random.nextInt(10));
            default -> text.replaceFirst("([0-9a-f]{63})[0-9a-f]", "$1");
        };
    }

    /** Duplicates, removes or swaps a line, or inserts a line of another output. */
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
