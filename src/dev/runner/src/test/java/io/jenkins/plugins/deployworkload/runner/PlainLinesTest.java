package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlainLinesTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final ObjectRef DEPLOYMENT = new ObjectRef("apps/v1", "Deployment", "shop", "web");

    private final StringWriter terminal = new StringWriter();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void useEnglish() {
        RunnerResult.useEnglish();
    }

    @Test
    void resultsGoToStandardOutputAndDiagnosticsToStandardError() {
        print(new PlainLines(new PrintWriter(out), new PrintWriter(err)));

        assertThat(out.toString().lines())
                .containsExactly("  Deployment shop/web created", "Succeeded after 1.2 s: web runs");
        assertThat(err.toString().lines()).containsExactly("  Warning: Deployment web: spec.x is deprecated");
    }

    @Test
    void bothStreamsStayInOrderOnOneTerminal() {
        print(new PlainLines(buffered(), buffered()));

        assertThat(terminal.toString().lines())
                .containsExactly(
                        "  Deployment shop/web created",
                        "  Warning: Deployment web: spec.x is deprecated",
                        "Succeeded after 1.2 s: web runs");
    }

    private static void print(PlainLines lines) {
        AppliedObject object =
                new AppliedObject("apps/v1", "Deployment", "shop", "web", "uid", 1, "1", Operation.CREATED, Map.of());
        lines.on(new RolloutEvent.Applied(NOW, object));
        lines.on(new RolloutEvent.Warning(NOW, DEPLOYMENT, "spec.x is deprecated"));
        lines.on(new RolloutEvent.Ended(
                NOW,
                new RolloutResult(
                        Outcome.SUCCEEDED,
                        "web runs",
                        List.of(object),
                        List.of(),
                        RolloutResult.RecoveryOutcome.NONE,
                        NOW,
                        Duration.ofMillis(1234))));
    }

    /** A buffered writer: the standard streams of a process can be buffered. */
    private PrintWriter buffered() {
        Writer writer = new BufferedWriter(terminal);
        return new PrintWriter(writer);
    }
}
