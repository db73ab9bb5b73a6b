package io.jenkins.plugins.deployworkload.rollout.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.rollout.faults.Judgement.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run by hand covers, and how its page is written. */
class FaultPlanTest {

    /** As the profile says. */
    private static final int BY_HAND = 60;

    @ParameterizedTest
    @EnumSource
    void eachResourceIsDeniedSeveralTimes(RbacCell cell) {
        List<String> denied =
                IntStream.range(0, BY_HAND).mapToObj(cell::resource).toList();

        assertThat(cell.resources())
                .allSatisfy(resource ->
                        assertThat(Collections.frequency(denied, resource)).isGreaterThanOrEqualTo(8));
        assertThat(IntStream.range(0, BY_HAND).mapToObj(cell::story)).doesNotContainNull();
    }

    @Test
    void allThatADeployUsesIsDenied() {
        Set<String> denied = Arrays.stream(RbacCell.values())
                .flatMap(cell -> cell.resources().stream())
                .collect(Collectors.toSet());

        assertThat(Arrays.stream(RbacCell.values()).map(RbacCell::verb)).containsExactlyElementsOf(Accounts.VERBS);
        assertThat(denied).containsExactlyInAnyOrderElementsOf(Accounts.resources());
    }

    @ParameterizedTest
    @EnumSource
    void eachStoryIsToldInEachCell(WireCell cell) {
        assertThat(IntStream.range(0, Story.values().length).mapToObj(cell::story))
                .containsExactlyInAnyOrderElementsOf(EnumSet.allOf(Story.class));
    }

    @Test
    void aPageKeepsTheLinesOfCellsThatWereNotRun(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("faults.md");
        Judgement fault = new Judgement(Kind.GAVE_UP, "too early");
        new FaultPage(file, "first").write(List.of(row(ProxyCell.HTTP_503, Judgement.right(), Judgement.right())));

        new FaultPage(file, "second").write(List.of(row(ProxyCell.HTTP_500, Judgement.right(), fault)));

        assertThat(Files.readAllLines(file))
                .contains("# What a deploy says in trouble")
                .anyMatch(line -> line.startsWith("| HTTP_500 | 2 | 1 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 7 | "))
                .anyMatch(line -> line.startsWith("| HTTP_503 | 2 | 2 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 7 | "))
                .anyMatch(line -> line.startsWith("Last run: ") && line.endsWith("second."));
    }

    private static Matrix.Row row(Cell cell, Judgement... judgements) {
        return new Matrix.Row(
                cell,
                Arrays.stream(judgements)
                        .map(judgement -> new Matrix.Line("trial", judgement))
                        .toList(),
                Duration.ofSeconds(7));
    }
}
