package io.jenkins.plugins.deployworkload.image.log;

import static io.jenkins.plugins.deployworkload.image.Fixtures.A;
import static io.jenkins.plugins.deployworkload.image.Fixtures.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.deployworkload.image.Fixtures;
import io.jenkins.plugins.deployworkload.image.model.ChosenImage;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.ImageQuery;
import io.jenkins.plugins.deployworkload.image.model.NoImageException;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import io.jenkins.plugins.deployworkload.image.search.ImageChooser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the parsers of build logs. */
class ImageLogTest {

    private static final String ESC = "\u001B";
    private static final String NOTE =
            ESC + "[8mha:////4AAAAFlmb3Vg" + "Successfully/tagged+x".repeat(9) + "==" + ESC + "[0m";

    /** Each line of this test would take seconds if the parser matched the whole line with a regular expression. */
    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void readsLineOfBlanksInLinearTime() throws Exception {
        byte[] line = ("=> => pushing manifest for " + " ".repeat(60_000) + "x\n").getBytes(StandardCharsets.UTF_8);
        ImageLog log = new ImageLog("log");
        for (int i = 0; i < 5000; i++) {
            log.add(line, 0, line.length);
        }

        assertThat(log.finish().images()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "=> => naming to a:1 0.1s      | a",
                "=> => naming to a:1     12.3s | a",
                "=> => naming to a:1           |",
                "=> => naming to a:1 0.1       |",
                "=> => naming to a:1x0.1s      |",
                "=> =>  naming to a:1 0.1s     |",
                "=> => 0.1s naming to          |",
            })
    void readsTerminalProgressOnlyWithSeconds(String line, String repository) throws Exception {
        assertThat(Fixtures.log(line).images())
                .extracting(FoundImage::repository)
                .isEqualTo(repository == null ? List.of() : List.of(repository));
    }

    /**
     * In this table, A and B stand for digests, "/" for a line end and "#" for a slash. "@" at the start of a line
     * stands for the character "#".
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Built and pushed image as gcr.io#p#i:1, gcr.io#p#i | JIB gcr.io/p/i [1]",
                "Successfully built 53e0aca7dc92/Successfully tagged name:tag | DOCKER_BUILD name [tag]",
                "Successfully tagged a:1/Successfully tagged a:2/Successfully tagged b:1"
                        + " | DOCKER_BUILD a [1, 2]; DOCKER_BUILD b [1]",
                "Successfully tagged localhost#x:latest | ``",
                "STEP 1: FROM scratch/COMMIT r.io#x:1/Successfully tagged r.io#x:1 | BUILDAH r.io/x [1]",
                "STEP 2#4: COPY a b/Successfully tagged r.io#x:1/Step 1#2 : FROM scratch/Successfully tagged r.io#y:1"
                        + " | BUILDAH r.io/x [1]; DOCKER_BUILD r.io/y [1]",
                "Successfully tagged a:latest/Successfully tagged a:1//Successfully tagged a:latest/Successfully tagged a:2"
                        + " | DOCKER_BUILD a [1]; DOCKER_BUILD a [latest, 2]",
                "Successfully tagged a:1/Successfully tagged a:latest//Successfully tagged a:2/Successfully tagged a:latest"
                        + " | DOCKER_BUILD a [1]; DOCKER_BUILD a [2, latest]",
                "Built and pushed image as h#a:1, h#a:latest/Built and pushed image as h#a:2, h#a:latest"
                        + " | JIB h/a [1]; JIB h/a [2, latest]",
                "Building image 'a:1'/Successfully built image 'a:1'/Successfully created image tag 'a:latest'/"
                        + "Building image 'a:2'/Successfully built image 'a:2'/Successfully created image tag 'a:latest'"
                        + " | SPRING_BOOT a [1]; SPRING_BOOT a [2, latest]",
                "===> EXPORTING/Successfully built image 'a:1'/Building image 'b:1'/===> EXPORTING/"
                        + "Successfully built image 'b:1'/===> EXPORTING/Successfully built image 'c:1'"
                        + " | PACK a [1]; SPRING_BOOT b [1]; PACK c [1]",
                "@8 naming to moby-dangling@A done | ``",
                "@8 naming to a:1 done/@8 unpacking to a:1 done/@8 naming to a:2 done/@8 DONE 0.1s/@8 naming to a:3 done"
                        + " | BUILDKIT a [1, 2]; BUILDKIT a [3]",
                "@6 naming to a:1 done/@7 naming to b:1 done/@6 naming to a:2 done | BUILDKIT a [1, 2]; BUILDKIT b [1]",
                "@8 exporting layers done/@8 exporting layers done/@8 naming to a:1 done/@8 naming to a:2 done"
                        + " | BUILDKIT a [1]; BUILDKIT a [2]",
                "=> exporting to image   0.1s/=> => naming to a:1   0.0s/=> => unpacking to a:1   0.0s/"
                        + "=> => naming to a:2   0.0s/=> exporting to image   0.1s/=> => naming to a:3   0.0s"
                        + " | BUILDKIT a [1, 2]; BUILDKIT a [3]",
                "@8 pushing manifest for a:1@A done/@8 DONE 1.0s/@9 naming to a:1 done | BUILDKIT a [1]",
                "The push refers to repository [host#x]/abc: Pushed/v0.0.1: digest: A size: 1363"
                        + " | DOCKER_PUSH host/x [v0.0.1] A",
                "@48 pushing manifest for docker.io#u#a:t@A done | BUILDKIT docker.io/u/a [t] A",
                "@48 pushing manifest for docker.io#u#a:t@A 1.2s done | BUILDKIT docker.io/u/a [t] A",
                "@48 pushing manifest for docker.io#u#a:t@A | ``",
                "=> => pushing manifest for docker.io#u#a:t@A   1.2s | BUILDKIT docker.io/u/a [t] A",
                "@8 naming to a:1/@8 naming to a:1 done/@8 naming to a:2 0.1s done | BUILDKIT a [1, 2]",
                "@8 naming to a:1 done/@9 naming to a:2 done | BUILDKIT a [1]; BUILDKIT a [2]",
                "@8 exporting manifest A done/@8 writing image B done | ``",
                "@8 0.412 Successfully tagged a:1 | ``",
                "Successfully built image 'docker.io#library#app:1' | PACK docker.io/library/app [1]",
                "  > Pushed image 'docker.io#library#app:1' | SPRING_BOOT docker.io/library/app [1]",
                "Published r.io#app@A | KO r.io/app [] A",
                "+ ko build/r.io#app@A/+ cat base/r.io#base@B | KO r.io/app [] A",
                "r.io#base@B | ``",
                "+ echo Successfully tagged a:1 | ``",
                "+ echo 'Successfully tagged a:1' | ``",
                "Successfully tagged A:1 | ``",
                "Successfully tagged a:1 b | ``",
            })
    void readsImagesFromLines(String lines, String images) throws Exception {
        String log = lines.replace("@A", "@" + A)
                .replace(" A ", " " + A + " ")
                .replace("@B", "@" + B)
                .replace(" B ", " " + B + " ")
                .replace('/', '\n')
                .replace('#', '/');
        log = log.replaceAll("(?m)^@", "#");
        for (String decorated : decorations(log)) {
            assertThat(summary(Fixtures.log(decorated))).as(decorated).isEqualTo(images);
        }
    }

    private static String[] decorations(String log) {
        return new String[] {
            log,
            log.replace("\n", "\r\n") + "\r\n",
            log.replaceAll("(?m)^", "[2026-11-24T01:02:03.456Z] "),
            log.replaceAll("(?m)^", "[2026-11-24T01:02:03.456Z] [INFO] "),
            log.replaceAll("(?m)^", "01:02:03 "),
            log.replaceAll("(?m)^", java.util.regex.Matcher.quoteReplacement(NOTE)),
            log.replaceAll("(?m) ([^ \n]*)$", " " + ESC + "[36m$1" + ESC + "[0m"),
            log.replaceAll("(?m)^", "downloading 10%\rdownloading 100%\r"),
            log.replaceAll("(?m)^(.{4})", "$1" + ESC + "]8;;http://x" + ESC + "\\\\" + ESC + "[1;32m" + ESC + "(B"),
        };
    }

    private static String summary(Findings found) {
        return found.images().stream()
                .map(image -> image.source() + " " + image.repository() + " " + image.tags()
                        + (image.digest() == null
                                ? ""
                                : image.digest().equals(A)
                                        ? " A"
                                        : image.digest().equals(B) ? " B" : " ?"))
                .collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "real/jib-push/build.log | localhost:5055/shop/web:1.0",
                "real/docker/build-push.log | localhost:5055/shop/web@sha256:ac5ef056b2597ca8ce1df46eebf4f7aecdcee6dd6a5ed2342c90902a3df0ba19",
                "real/docker/buildkit.log | localhost:5055/shop/web:6.0",
                "real/buildx/build.log | localhost:5055/shop/web@sha256:53856af0f9a8235aa05dd60972f79418220373cdc09c0d90de5a0ac63fdaaa1e",
                "real/ko/build.log | localhost:5055/shop/web-77ee5320806615af176f08cba396e180@sha256:24cb556518701dbc049a1de158e6c2e7f3b5aba3ec78bda8bc6a5250e763f752",
                "documented/spring-boot.log | docker.io/library/app:1",
                "documented/pack.log | registry.example/shop/web:1",
            })
    void readsImageFromLogOfEachTool(String file, String reference) throws Exception {
        Findings found = Fixtures.log(Fixtures.text(file));
        assertThat(ImageChooser.choose(found, ImageQuery.ANY).reference()).isEqualTo(reference);
    }

    @Test
    void rejectsTruncatedDigestOfTerminal() throws Exception {
        Findings found = Fixtures.log(Fixtures.text("real/buildx/terminal.log"));
        assertThat(found.images()).isEmpty();
        assertThatThrownBy(() -> ImageChooser.choose(found, ImageQuery.ANY))
                .isInstanceOf(NoImageException.class)
                .hasMessageContaining("@sha256:98fef9bbd5");
    }

    @Test
    void rejectsLocalhostName() throws Exception {
        Findings found = Fixtures.log(Fixtures.text("real/buildah/build.log"));
        assertThatThrownBy(() -> ImageChooser.choose(found, ImageQuery.ANY))
                .isInstanceOf(NoImageException.class)
                .hasMessageContaining("buildah, podman, log line 11: localhost/shop/web:1.0");
    }

    @Test
    void joinsPushedAndBuiltImage() throws Exception {
        String log = "Successfully tagged h/a:1\nThe push refers to repository [h/a]\n1: digest: " + A
                + " size: 1\nlatest: digest: " + A + " size: 1\n";
        assertThat(ImageChooser.choose(Fixtures.log(log), ImageQuery.ANY).reference())
                .isEqualTo("h/a@" + A);
        ChosenImage spring =
                ImageChooser.choose(Fixtures.log(Fixtures.text("documented/spring-boot.log")), ImageQuery.ANY);
        assertThat(spring.pushed()).isTrue();
        assertThat(spring.image().tags()).containsExactly("1", "latest");
        assertThat(spring.image().source()).isEqualTo(Tool.SPRING_BOOT);
        assertThat(ImageChooser.choose(Fixtures.log("Successfully tagged h/a:1\n"), ImageQuery.ANY)
                        .pushed())
                .isFalse();
    }

    @Test
    void readsAllImagesOfBake() throws Exception {
        assertThat(Fixtures.log(Fixtures.text("real/bake/build.log")).images())
                .extracting(FoundImage::fullReference)
                .containsExactly(
                        "localhost:5055/shop/web:4.0@sha256:1ff82c9f20bb31139f5b3e978d68b6c4f31848c8f525786bd0f42f5f92e6ff46",
                        "localhost:5055/shop/api:4.0@sha256:181affe237eb011b8d9b092b341e261e1f1dc7bae6b8aa140bf592cc4ed710b9");
    }

    @Test
    void laterPushReplacesEarlierPushOfSameTag() throws Exception {
        String push = "The push refers to repository [h/x]\n1: digest: %s size: 1\n";
        assertThat(summary(Fixtures.log(push.formatted(A) + push.formatted(B)))).isEqualTo("DOCKER_PUSH h/x [1] B");
        // The image was built again after the push, so the pushed digest belongs to the old image.
        assertThat(summary(Fixtures.log(push.formatted(A) + "Successfully tagged h/x:1\n")))
                .isEqualTo("DOCKER_BUILD h/x [1]");
    }

    @Test
    void tagJoinsImageOfPrecedingLine() throws Exception {
        assertThat(summary(Fixtures.log("Successfully tagged a:1\n\nSuccessfully tagged a:5\n\n"
                        + "Successfully tagged a:1\nSuccessfully tagged a:9\n")))
                .isEqualTo("DOCKER_BUILD a [5]; DOCKER_BUILD a [1, 9]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001B]0;", "\u001B", "\u001B[", "\u001B[8mha:", "\u001B[3\u0000", "\u001B]0;\u001B"})
    void skipsLineWithMalformedEscapeSequence(String broken) throws Exception {
        assertThat(Fixtures.log("Successfully tagged a:1" + broken + "g2\n").images())
                .isEmpty();
        assertThat(Fixtures.log("Successfully tagged a:1\n" + broken + "\nSuccessfully tagged b:1\n")
                        .images())
                .hasSize(2);
    }

    @Test
    void skipsLastLineWithinConsoleNote() throws Exception {
        assertThat(Fixtures.log("Successfully tagged a:1\nSuccessfully tagged b:1" + ESC + "[8mh")
                        .images())
                .extracting(FoundImage::fullReference)
                .containsExactly("a:1");
    }

    @Test
    void rejectsInterleavedPushes() throws Exception {
        Findings found = Fixtures.log("The push refers to repository [h/x]\nThe push refers to repository [h/y]\n"
                + "1: digest: " + A + " size: 1\n2: digest: " + B + " size: 1\n");
        assertThat(found.images()).isEmpty();
        assertThat(found.rejected()).hasSize(2);
        // The line "denied" may be from a third command, so the push of h/x may still be running and the digest may
        // belong to h/x.
        assertThat(Fixtures.log("The push refers to repository [h/x]\ndenied: requested access\n"
                                + "The push refers to repository [h/y]\n1: digest: " + A + " size: 1\n")
                        .images())
                .isEmpty();
        assertThat(summary(Fixtures.log("The push refers to repository [h/x]\ndenied: requested access\n"
                        + "The push refers to repository [h/x]\n1: digest: " + A + " size: 1\n")))
                .isEqualTo("DOCKER_PUSH h/x [1] A");
    }

    @Test
    void reportsSkippedLongLines() throws Exception {
        String padding = " ".repeat(ConsoleLineDecoder.MAX_LINE_BYTES);
        Findings found = Fixtures.log("Successfully tagged a:1" + "2".repeat(ConsoleLineDecoder.MAX_LINE_BYTES)
                + "\nSuccessfully tagged b:1" + NOTE.repeat(1000) + "\n" + padding + "\n");
        assertThat(summary(found)).isEqualTo("DOCKER_BUILD b [1]");
        assertThat(found.rejected())
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.reason()).asString().startsWith("1 "));
        assertThat(found.images().get(0).location()).isEqualTo("log line 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64})
    void readsLogInChunksOfAnySize(int size) throws Exception {
        byte[] log =
                (NOTE + Fixtures.text("real/docker/build-push.log")).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        ImageLog imageLog = new ImageLog("log");
        for (int offset = 0; offset < log.length; offset += size) {
            imageLog.add(log, offset, Math.min(size, log.length - offset));
        }
        assertThat(imageLog.finish()).isEqualTo(Fixtures.log(NOTE + Fixtures.text("real/docker/build-push.log")));
    }

    @Test
    void refusesTooManyImages() {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i <= FindingsCollector.MAX_IMAGES; i++) {
            log.append("Successfully tagged a").append(i).append(":1\n");
        }
        assertThatThrownBy(() -> Fixtures.log(log.toString())).isInstanceOf(UnreadableOutputException.class);
    }
}
