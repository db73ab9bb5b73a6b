package io.jenkins.plugins.deployworkload.rollout.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.rollout.faults.TrialResult.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests which faults and scenarios a manual run of the fault matrix covers, and the format of the page with the
 * results.
 */
class FaultMatrixCoverageTest {

    /** The number of runs of each fault in the Maven profile {@code faults}. */
    private static final int MANUAL_RUNS = 60;

    @ParameterizedTest
    @EnumSource
    void eachResourceIsDeniedSeveralTimes(RbacFault fault) {
        List<String> denied =
                IntStream.range(0, MANUAL_RUNS).mapToObj(fault::resource).toList();

        assertThat(fault.resources())
                .allSatisfy(resource ->
                        assertThat(Collections.frequency(denied, resource)).isGreaterThanOrEqualTo(8));
        assertThat(IntStream.range(0, MANUAL_RUNS).mapToObj(fault::scenario)).doesNotContainNull();
    }

    @Test
    void everyPermissionOfDeployIsDenied() {
        Set<String> denied = Arrays.stream(RbacFault.values())
                .flatMap(fault -> fault.resources().stream())
                .collect(Collectors.toSet());

        assertThat(Arrays.stream(RbacFault.values()).map(RbacFault::verb))
                .containsExactlyElementsOf(ServiceAccounts.VERBS);
        assertThat(denied).containsExactlyInAnyOrderElementsOf(ServiceAccounts.resources());
    }

    @ParameterizedTest
    @EnumSource
    void eachScenarioRunsInEachFault(ConnectionFault fault) {
        assertThat(IntStream.range(0, Scenario.common().size()).mapToObj(fault::scenario))
                .containsExactlyInAnyOrderElementsOf(Scenario.common());
    }

    @Test
    void eachTamperingBelongsToOneFault() {
        assertThat(Stream.of(HistoryTampering.FORGERIES, HistoryTampering.REPLAYS, HistoryTampering.LOSSES)
                        .flatMap(List::stream))
                .containsExactlyInAnyOrder(HistoryTampering.values());
    }

    @ParameterizedTest
    @EnumSource
    void eachScenarioWithCustomResourceRunsInEachFault(DiscoveryFault fault) {
        assertThat(IntStream.range(0, Scenario.custom().size()).mapToObj(fault::scenario))
                .containsExactlyInAnyOrderElementsOf(Scenario.custom());
    }

    @Test
    void pageKeepsRowsOfFaultsThatWereNotRun(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("faults.md");
        TrialResult fault = new TrialResult(Verdict.GAVE_UP, "too early");
        new FaultPage(file, "first")
                .write(List.of(row(HttpFault.HTTP_503, TrialResult.expected(), TrialResult.expected())));

        new FaultPage(file, "second").write(List.of(row(HttpFault.HTTP_500, TrialResult.expected(), fault)));

        assertThat(Files.readAllLines(file))
                .contains("# Fault matrix: what a deploy reports when the cluster fails")
                .anyMatch(line -> line.startsWith("| HTTP_500 | 2 | 1 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 7 | "))
                .anyMatch(line -> line.startsWith("| HTTP_503 | 2 | 2 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 7 | "))
                .anyMatch(line -> line.startsWith("Last run: ") && line.endsWith("second."));
    }

    private static FaultMatrix.Row row(Fault fault, TrialResult... results) {
        return new FaultMatrix.Row(
                fault,
                Arrays.stream(results)
                        .map(result -> new FaultMatrix.TrialLine("trial", result))
                        .toList(),
                Duration.ofSeconds(7));
    }
}
