package io.jenkins.plugins.deployworkload.report;

import static io.jenkins.plugins.deployworkload.report.SampleRollout.DEPLOYMENT;
import static io.jenkins.plugins.deployworkload.report.SampleRollout.REF;
import static io.jenkins.plugins.deployworkload.report.SampleRollout.SERVICE;
import static io.jenkins.plugins.deployworkload.report.SampleRollout.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.FieldChange;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Isolated("sets the default locale")
class BuildLogTest {

    private final Locale originalLocale = Locale.getDefault();
    private final List<String> text = new ArrayList<>();
    private final List<Runnable> scheduled = new ArrayList<>();
    private final BuildLog log = new BuildLog(text::add, line -> "<" + line + ">", scheduled::add);

    @BeforeEach
    void useEnglish() {
        Locale.setDefault(Locale.ENGLISH);
    }

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(originalLocale);
    }

    @Test
    void logsAppliedObjectsFindingsAndOutcome() {
        logFailure();

        assertThat(String.join("\n", text)).isEqualTo("""
                  Service shop/web unchanged
                  Deployment shop/web updated
                  Warning: Deployment web: spec.x is deprecated
                web: all objects are applied; waiting until they are healthy.
                  Deployment web: It crashes.
                      Pod web-1, container app, since 2026-01-02T03:04:00Z
                      | Error, exit code 1
                      | the program's own words
                      Last 2 lines of the log:
                      > one
                      > two
                      Look there.
                <Failed> after 12.3 s""");
    }

    @Test
    void logsInKorean() {
        Locale.setDefault(Locale.KOREAN);
        logFailure();

        assertThat(String.join("\n", text)).isEqualTo("""
                  Service shop/web 변경 없음
                  Deployment shop/web 업데이트됨
                  경고: Deployment web: spec.x is deprecated
                web: 모든 오브젝트를 적용했습니다. 정상 상태가 될 때까지 기다립니다.
                  Deployment web: It crashes.
                      Pod web-1, 컨테이너 app, 2026-01-02T03:04:00Z부터
                      | Error, exit code 1
                      | the program's own words
                      로그의 마지막 2줄:
                      > one
                      > two
                      Look there.
                <실패> (12.3초)""");
    }

    private void logFailure() {
        log.on(new RolloutEvent.Applied(TIME, SERVICE));
        log.on(new RolloutEvent.Applied(TIME, DEPLOYMENT));
        log.on(new RolloutEvent.Warning(TIME, REF, "spec.x is deprecated"));
        log.on(new RolloutEvent.Waiting(TIME, SampleRollout.checkpoint(RolloutOptions.defaults())));
        log.on(new RolloutEvent.Progress(TIME, REF, "0 of 3"));
        log.on(new RolloutEvent.Found(TIME, REF, SampleRollout.crash("one", "two")));
        log.on(new RolloutEvent.Ended(TIME, SampleRollout.result(Outcome.FAILED, RolloutResult.RecoveryOutcome.NONE)));
        scheduled.forEach(Runnable::run);
    }

    /** An aborted step has no error with the cause, and the log of one of several workloads is not at its end. */
    @Test
    void outcomeEndsWithItsCauseIfNoErrorFollows() {
        log.on(new RolloutEvent.Ended(TIME, SampleRollout.result(Outcome.ABORTED, RolloutResult.RecoveryOutcome.NONE)));
        new BuildLog(text::add)
                .on(new RolloutEvent.Ended(
                        TIME, SampleRollout.result(Outcome.FAILED, RolloutResult.RecoveryOutcome.NONE)));

        assertThat(text).containsExactly("<Aborted> after 12.3 s: the message", "Failed after 12.3 s: the message");
    }

    /** Otherwise, text of the cluster could look like a line of Jenkins. */
    @Test
    void textOfTheClusterNeverStartsALine() {
        String hostile = "denied\nFinished: SUCCESS\r[Pipeline] End\r\n  more";
        log.on(new RolloutEvent.Warning(TIME, null, hostile));
        log.on(new RolloutEvent.Warning(TIME, REF, hostile));
        log.on(new RolloutEvent.Deleted(TIME, REF, hostile));
        log.on(new RolloutEvent.RollingBack(TIME, hostile, SampleRollout.checkpoint(RolloutOptions.defaults())));
        log.on(new RolloutEvent.WouldApply(
                TIME,
                REF,
                AppliedObject.Operation.UPDATED,
                List.of(new FieldChange("data." + hostile, hostile, hostile))));
        log.on(new RolloutEvent.Progress(TIME, REF, hostile));
        scheduled.forEach(Runnable::run);
        RolloutResult sample = SampleRollout.result(Outcome.FAILED, RolloutResult.RecoveryOutcome.NONE);
        RolloutResult result = new RolloutResult(
                sample.outcome(),
                hostile,
                sample.objects(),
                sample.findings(),
                sample.recovery(),
                sample.startedAt(),
                sample.duration());
        log.on(new RolloutEvent.Ended(TIME, result));
        text.add(Summary.failures(
                List.of(new DeployedWorkload("prod", SampleRollout.checkpoint(RolloutOptions.defaults()), result))));

        assertThat(String.join("\n", text).lines())
                .hasSizeGreaterThan(8 * 3)
                .noneMatch(line -> line.startsWith("Finished") || line.startsWith("[Pipeline]"));
    }

    @Test
    void throttlesProgressToLatestMessage() {
        log.on(new RolloutEvent.Progress(TIME, REF, "0 of 3"));
        log.on(new RolloutEvent.Progress(TIME, REF, "1 of 3"));
        assertThat(text).isEmpty();
        assertThat(scheduled).hasSize(1);

        scheduled.removeFirst().run();
        assertThat(text).containsExactly("  Deployment web: 1 of 3");

        log.on(new RolloutEvent.Progress(TIME, REF, "2 of 3"));
        scheduled.removeFirst().run();
        assertThat(text).containsExactly("  Deployment web: 1 of 3", "  Deployment web: 2 of 3");
    }

    @Test
    void outcomeDiscardsPendingProgressOfItsObjects() {
        log.on(new RolloutEvent.Progress(TIME, REF, "1 of 3"));
        log.on(new RolloutEvent.Progress(TIME, SampleRollout.otherObject(), "1 of 9"));
        log.on(new RolloutEvent.Ended(
                TIME, SampleRollout.result(Outcome.SUCCEEDED, RolloutResult.RecoveryOutcome.NONE)));
        scheduled.forEach(Runnable::run);

        assertThat(text).containsExactly("<Succeeded> after 12.3 s: the message", "  Deployment other: 1 of 9");
    }

    @Test
    void rollbackDiscardsPendingProgress() {
        log.on(new RolloutEvent.Progress(TIME, REF, "1 of 3"));
        log.on(new RolloutEvent.RollingBack(
                TIME, "Rolling back.", SampleRollout.checkpoint(RolloutOptions.defaults())));
        scheduled.forEach(Runnable::run);

        assertThat(text).containsExactly("Rolling back.");
    }

    @Test
    void schedulesOneTimerAtATime() {
        log.on(new RolloutEvent.Progress(TIME, REF, "1 of 3"));
        log.on(new RolloutEvent.Ended(
                TIME, SampleRollout.result(Outcome.SUCCEEDED, RolloutResult.RecoveryOutcome.NONE)));
        log.on(new RolloutEvent.Progress(TIME, REF, "2 of 3"));

        assertThat(scheduled).hasSize(1);
        scheduled.removeFirst().run();
        assertThat(text).last().isEqualTo("  Deployment web: 2 of 3");
    }

    @Test
    void prefixesEachLineWithWorkloadName() {
        List<String> all = new ArrayList<>();
        new BuildLog(BuildLog.withPrefix("web", all::add), line -> line, scheduled::add)
                .on(new RolloutEvent.Found(TIME, REF, SampleRollout.crash()));

        assertThat(String.join("\n", all).lines()).isNotEmpty().allMatch(line -> line.startsWith("[web] "));
    }

    @Test
    void prefixedLineDoesNotRepeatWorkloadName() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream logger = new PrintStream(written, true, StandardCharsets.UTF_8);
        BuildLog.of(null, () -> logger, "web")
                .on(new RolloutEvent.Waiting(TIME, SampleRollout.checkpoint(RolloutOptions.defaults())));

        assertThat(written.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("[web] all objects are applied; waiting until they are healthy.");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0 s",
        "12345, 12.3 s",
        "59949, 59.9 s",
        "59950, 1 min 0 s",
        "125499, 2 min 5 s",
        "3599500, 1 h 0 min",
        "7509000, 2 h 5 min",
    })
    void logAndPageRoundDurationsAlike(long millis, String duration) {
        RolloutResult result =
                SampleRollout.result(Outcome.FAILED, RolloutResult.RecoveryOutcome.NONE, Duration.ofMillis(millis));
        log.on(new RolloutEvent.Ended(TIME, result));

        assertThat(text).containsExactly("<Failed> after " + duration);
        assertThat(new DeployedWorkload("prod", SampleRollout.checkpoint(RolloutOptions.defaults()), result)
                        .getResult())
                .isEqualTo("Failed after " + duration);
    }

    @Test
    void firstLineNamesWorkloadNamespaceAndCluster() {
        assertThat(BuildLog.startedMessage("web", "shop", "prod", false))
                .isEqualTo("web: deploying to the namespace shop of the cluster prod.");
        assertThat(BuildLog.startedMessage("web", "shop", "prod", true))
                .isEqualTo("web: dry run of a deploy to the namespace shop of the cluster prod.");
    }

    @Test
    void logsDryRunDiff() {
        log.on(new RolloutEvent.WouldApply(
                TIME,
                REF,
                AppliedObject.Operation.UPDATED,
                List.of(
                        new FieldChange("spec.replicas", "2", "3"),
                        new FieldChange("spec.paused", null, "true"),
                        new FieldChange("spec.env[A].value", "***", null))));
        log.on(new RolloutEvent.WouldApply(
                TIME, SampleRollout.otherObject(), AppliedObject.Operation.UNCHANGED, List.of()));
        log.on(new RolloutEvent.WouldDelete(TIME, REF, "would be deleted"));

        assertThat(String.join("\n", text)).isEqualTo("""
                \s Deployment web: update
                    ~ spec.replicas: 2 -> 3
                    + spec.paused: true
                    - spec.env[A].value: ***
                  Deployment other: unchanged
                  Deployment web: would be deleted""");
    }
}
