package io.jenkins.plugins.deployworkload.report;

import static io.jenkins.plugins.deployworkload.report.Events.DEPLOYMENT;
import static io.jenkins.plugins.deployworkload.report.Events.REF;
import static io.jenkins.plugins.deployworkload.report.Events.SERVICE;
import static io.jenkins.plugins.deployworkload.report.Events.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.rollout.Change;
import io.jenkins.plugins.deployworkload.rollout.Outcome;
import io.jenkins.plugins.deployworkload.rollout.RolledObject;
import io.jenkins.plugins.deployworkload.rollout.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.RolloutResult;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildLogTest {

    private final Locale before = Locale.getDefault();
    private final List<String> text = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private final BuildLog log = new BuildLog(text::add, word -> "<" + word + ">", later::add);

    @BeforeEach
    void english() {
        Locale.setDefault(Locale.ENGLISH);
    }

    @AfterEach
    void asItWas() {
        Locale.setDefault(before);
    }

    @Test
    void tellsWhatIsAppliedWhatIsFoundAndTheEnd() {
        tellAFailure();

        assertThat(String.join("\n", text)).isEqualTo("""
                  Service shop/web unchanged
                  Deployment shop/web changed
                  Warning: Deployment web: spec.x is deprecated
                web: everything is applied; waiting until it runs.
                  Deployment web: It crashes.
                      Pod web-1, container app, since 2026-01-02T03:04:00Z
                      | Error, exit code 1
                      | the program's own words
                      The last 2 lines of its log:
                      > one
                      > two
                      Look there.
                <Failed> after 12.3 s: what became of it""");
    }

    @Test
    void tellsItInKorean() {
        Locale.setDefault(Locale.KOREAN);
        tellAFailure();

        assertThat(String.join("\n", text)).isEqualTo("""
                  Service shop/web 변경 없음
                  Deployment shop/web 변경됨
                  경고: Deployment web: spec.x is deprecated
                web: 모두 적용했습니다. 실행될 때까지 기다립니다.
                  Deployment web: It crashes.
                      Pod web-1, 컨테이너 app, 2026-01-02T03:04:00Z부터
                      | Error, exit code 1
                      | the program's own words
                      로그의 마지막 2줄:
                      > one
                      > two
                      Look there.
                <실패> (12.3초): what became of it""");
    }

    private void tellAFailure() {
        log.on(new RolloutEvent.Applied(TIME, SERVICE));
        log.on(new RolloutEvent.Applied(TIME, DEPLOYMENT));
        log.on(new RolloutEvent.Warning(TIME, REF, "spec.x is deprecated"));
        log.on(new RolloutEvent.Watching(TIME, Events.memory(RolloutOptions.defaults())));
        log.on(new RolloutEvent.Progress(TIME, REF, "0 of 3"));
        log.on(new RolloutEvent.Found(TIME, REF, Events.crash("one", "two")));
        log.on(new RolloutEvent.Ended(TIME, Events.result(Outcome.FAILED, RolloutResult.Aftermath.NONE)));
        later.forEach(Runnable::run);
    }

    @Test
    void progressIsToldNowAndThenAndOnlyTheLast() {
        log.on(new RolloutEvent.Progress(TIME, REF, "0 of 3"));
        log.on(new RolloutEvent.Progress(TIME, REF, "1 of 3"));
        assertThat(text).isEmpty();
        assertThat(later).hasSize(1);

        later.removeFirst().run();
        assertThat(text).containsExactly("  Deployment web: 1 of 3");

        log.on(new RolloutEvent.Progress(TIME, REF, "2 of 3"));
        later.removeFirst().run();
        assertThat(text).containsExactly("  Deployment web: 1 of 3", "  Deployment web: 2 of 3");
    }

    @Test
    void anEndMakesOlderProgressOfItsOwnObjectsVoid() {
        log.on(new RolloutEvent.Progress(TIME, REF, "1 of 3"));
        log.on(new RolloutEvent.Progress(TIME, Events.other(), "1 of 9"));
        log.on(new RolloutEvent.Ended(TIME, Events.result(Outcome.SUCCEEDED, RolloutResult.Aftermath.NONE)));
        later.forEach(Runnable::run);

        assertThat(text).containsExactly("<Succeeded> after 12.3 s: what became of it", "  Deployment other: 1 of 9");
    }

    @Test
    void aRollbackMakesOlderProgressVoid() {
        log.on(new RolloutEvent.Progress(TIME, REF, "1 of 3"));
        log.on(new RolloutEvent.RollingBack(TIME, "It is put back.", Events.memory(RolloutOptions.defaults())));
        later.forEach(Runnable::run);

        assertThat(text).containsExactly("It is put back.");
    }

    @Test
    void aTimerThatRunsIsNotStartedAgain() {
        log.on(new RolloutEvent.Progress(TIME, REF, "1 of 3"));
        log.on(new RolloutEvent.Ended(TIME, Events.result(Outcome.SUCCEEDED, RolloutResult.Aftermath.NONE)));
        log.on(new RolloutEvent.Progress(TIME, REF, "2 of 3"));

        assertThat(later).hasSize(1);
        later.removeFirst().run();
        assertThat(text).last().isEqualTo("  Deployment web: 2 of 3");
    }

    @Test
    void linesOfSeveralWorkloadsAreToldApart() {
        List<String> all = new ArrayList<>();
        new BuildLog(BuildLog.named("web", all::add), word -> word, later::add)
                .on(new RolloutEvent.Found(TIME, REF, Events.crash()));

        assertThat(String.join("\n", all).lines()).isNotEmpty().allMatch(line -> line.startsWith("[web] "));
    }

    @Test
    void aPrefixedLineDoesNotRepeatTheWorkload() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream logger = new PrintStream(written, true, StandardCharsets.UTF_8);
        BuildLog.of(null, () -> logger, "web")
                .on(new RolloutEvent.Watching(TIME, Events.memory(RolloutOptions.defaults())));

        assertThat(written.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("[web] everything is applied; waiting until it runs.");
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
        RolloutResult result = Events.result(Outcome.FAILED, RolloutResult.Aftermath.NONE, Duration.ofMillis(millis));
        log.on(new RolloutEvent.Ended(TIME, result));

        assertThat(text).containsExactly("<Failed> after " + duration + ": what became of it");
        assertThat(new DeployedWorkload("prod", Events.memory(RolloutOptions.defaults()), result).getResult())
                .isEqualTo("Failed after " + duration);
    }

    @Test
    void theFirstLineSaysWhatIsDeployedWhere() {
        assertThat(BuildLog.begins("web", "shop", "prod", false))
                .isEqualTo("web: deploying to the namespace shop of the cluster prod.");
        assertThat(BuildLog.begins("web", "shop", "prod", true))
                .isEqualTo("web: asking the cluster prod what a deploy to the namespace shop would change.");
    }

    @Test
    void aDryRunTellsWhatWouldBe() {
        log.on(new RolloutEvent.WouldChange(
                TIME,
                REF,
                RolledObject.Operation.CHANGED,
                List.of(
                        new Change("spec.replicas", "2", "3"),
                        new Change("spec.paused", null, "true"),
                        new Change("spec.env[A].value", "***", null))));
        log.on(new RolloutEvent.WouldChange(TIME, Events.other(), RolledObject.Operation.UNCHANGED, List.of()));
        log.on(new RolloutEvent.WouldRemove(TIME, REF, "would be deleted"));

        assertThat(String.join("\n", text)).isEqualTo("""
                \s Deployment web would be changed
                    ~ spec.replicas: 2 -> 3
                    + spec.paused: true
                    - spec.env[A].value: ***
                  Deployment other would stay as it is
                  Deployment web: would be deleted""");
    }
}
