package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the visible text of a terminal after each event. */
class LiveLinesTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final String HINT = "Ctrl-C stops waiting; applied objects stay";

    private final FakeTerminal screen = new FakeTerminal(70, 24);
    private Instant now = START;
    private final LiveLines lines = new LiveLines(new PrintWriter(screen), true, () -> now);

    @BeforeEach
    void useEnglish() {
        RunnerResult.useEnglish();
    }

    @Test
    void updatesOneLinePerObject() {
        RolloutListener rollout = lines.newListener();

        rollout.on(applied("Service", "web"));
        rollout.on(applied("Deployment", "web"));
        assertThat(screen.text())
                .containsExactly("  Service web     created", "  Deployment web  created", "  0 s; " + HINT);

        rollout.on(progress("web", "1 of 2 replicas updated"));
        now = START.plusSeconds(7);
        lines.tick();
        assertThat(screen.text())
                .containsExactly(
                        "  Service web     created", "  Deployment web  1 of 2 replicas updated", "  7 s; " + HINT);

        rollout.on(progress("web", "done"));
        assertThat(screen.text().get(1)).isEqualTo("  Deployment web  done");
    }

    @Test
    void printsWarningsPermanentlyAboveTheLiveRows() {
        RolloutListener rollout = lines.newListener();
        rollout.on(applied("Deployment", "web"));

        rollout.on(new RolloutEvent.Warning(now, null, "careful"));
        rollout.on(progress("web", "half"));

        assertThat(screen.text()).hasSize(3).endsWith("  Deployment web  half", "  0 s; " + HINT);
        assertThat(screen.text().getFirst()).endsWith("Warning: careful");
    }

    @Test
    void keepsTheLastRowsWhenTheRolloutEnds() {
        RolloutListener rollout = lines.newListener();
        rollout.on(applied("Deployment", "web"));
        rollout.on(progress("web", "2 of 2"));

        rollout.on(ended("web"));
        lines.tick();

        assertThat(screen.text()).containsExactly("  Deployment web  2 of 2", "Succeeded after 1.2 s: web runs");
        assertThat(screen.wasColoured()).isTrue();
    }

    @Test
    void rolloutsEndOneByOne() {
        RolloutListener one = lines.newListener();
        RolloutListener two = lines.newListener();
        one.on(applied("Deployment", "one"));
        two.on(applied("Deployment", "two"));

        two.on(ended("two"));
        assertThat(screen.text())
                .containsExactly(
                        "  Deployment two  created",
                        "Succeeded after 1.2 s: two runs",
                        "  Deployment one  created",
                        "  0 s; " + HINT);

        one.on(ended("one"));
        assertThat(screen.text()).hasSize(4).endsWith("  Deployment one  created", "Succeeded after 1.2 s: one runs");
    }

    @Test
    void countsRowsThatDoNotFitTheTerminal() {
        List<RolloutListener> rollouts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            rollouts.add(lines.newListener());
            rollouts.getLast().on(applied("Deployment", "web-" + i));
        }
        assertThat(screen.text()).hasSize(LiveLines.MAX_ROWS + 1).endsWith("  … and 30 more, 0 s; " + HINT);

        rollouts.forEach(rollout -> rollout.on(ended("it")));

        assertThat(screen.text()).hasSize(100).noneMatch(line -> line.contains(HINT));
    }

    @Test
    void truncatesLongRows() {
        RolloutListener rollout = lines.newListener();
        rollout.on(applied("Deployment", "web"));
        rollout.on(progress("web", "x".repeat(200)));
        assertThat(screen.text()).hasSize(2);

        rollout.on(progress("web", "short"));

        assertThat(screen.text()).containsExactly("  Deployment web  short", "  0 s; " + HINT);
    }

    @Test
    void removesControlCharacters() {
        RolloutListener rollout = lines.newListener();
        rollout.on(applied("Deployment", "web"));

        rollout.on(progress("web", "\u001B[2Ared\u001B[31m\r\nnext\u0007"));

        assertThat(screen.text()).containsExactly("  Deployment web  red  next ", "  0 s; " + HINT);
    }

    @Test
    void printsTheSameTextWithoutColours() {
        LiveLines plain = new LiveLines(new PrintWriter(screen), false, () -> now);

        plain.newListener().on(ended("web"));

        assertThat(screen.text()).containsExactly("Succeeded after 1.2 s: web runs");
        assertThat(screen.wasColoured()).isFalse();
    }

    @Test
    void detectsTerminalCapabilities() {
        assertThat(Terminal.of(Map.of("TERM", "xterm"), true)).isEqualTo(new Terminal(true, true));
        assertThat(Terminal.of(Map.of("TERM", "xterm", "NO_COLOR", "1"), true)).isEqualTo(new Terminal(true, false));
        assertThat(Terminal.of(Map.of("TERM", "xterm"), false)).isEqualTo(new Terminal(false, false));
        assertThat(Terminal.of(Map.of("TERM", "dumb"), true)).isEqualTo(new Terminal(false, false));
        assertThat(Terminal.of(Map.of(), true)).isEqualTo(new Terminal(false, false));
    }

    private RolloutEvent applied(String kind, String name) {
        return new RolloutEvent.Applied(
                now, new AppliedObject("v1", kind, "shop", name, "uid", 1, "7", Operation.CREATED, Map.of()));
    }

    private RolloutEvent progress(String name, String message) {
        return new RolloutEvent.Progress(now, new ObjectRef("apps/v1", "Deployment", "shop", name), message);
    }

    private RolloutEvent ended(String name) {
        return new RolloutEvent.Ended(
                now,
                new RolloutResult(
                        Outcome.SUCCEEDED, name + " runs", List.of(), List.of(), null, START, Duration.ofMillis(1234)));
    }
}
