package io.jenkins.plugins.deployworkload.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditEntryTest {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

    private static AppliedObject object(String kind, String name, Operation operation) {
        return new AppliedObject("v1", kind, "shop", name, "uid", 0, "1", operation, Map.of());
    }

    private static RolloutEvent applied(String kind, String name, Operation operation) {
        return new RolloutEvent.Applied(TIME, object(kind, name, operation));
    }

    private static RolloutEvent deleted(String kind, String name) {
        return new RolloutEvent.Deleted(TIME, new ObjectRef("v1", kind, "shop", name), "pruned");
    }

    private static RolloutResult result(Outcome outcome, RecoveryOutcome recovery, AppliedObject... objects) {
        return new RolloutResult(outcome, "secret", List.of(objects), List.of(), recovery, TIME, Duration.ZERO);
    }

    private static String line(AuditEntry entry, RolloutResult result) {
        return entry.line("cluster=\"prod\"", "shop", "web", false, result);
    }

    @Test
    void namesWhatWasCreatedChangedAndDeleted() {
        AuditEntry entry = new AuditEntry();
        entry.add(applied("Service", "web", Operation.CREATED));
        entry.add(applied("Deployment", "web", Operation.UPDATED));
        entry.add(applied("ConfigMap", "same", Operation.UNCHANGED));
        entry.add(deleted("ConfigMap", "old"));
        assertThat(line(entry, result(Outcome.SUCCEEDED, RecoveryOutcome.NONE)))
                .isEqualTo("outcome=succeeded namespace=\"shop\" application=\"web\" cluster=\"prod\""
                        + " created=[\"Service web\"] changed=[\"Deployment web\"] deleted=[\"ConfigMap old\"]");
    }

    @Test
    void objectThatARollbackChangesStaysCreated() {
        AuditEntry entry = new AuditEntry();
        entry.add(applied("Service", "web", Operation.CREATED));
        entry.add(applied("Service", "web", Operation.UPDATED));
        assertThat(line(entry, result(Outcome.FAILED, RecoveryOutcome.ROLLED_BACK)))
                .startsWith("outcome=failed recovery=rolled_back ")
                .endsWith(" created=[\"Service web\"]");
    }

    @Test
    void objectsAppliedBeforeARestartComeFromTheResult() {
        AuditEntry entry = new AuditEntry();
        RolloutResult result =
                result(Outcome.SUCCEEDED, RecoveryOutcome.NONE, object("Service", "web", Operation.CREATED));
        entry.add(new RolloutEvent.Ended(TIME, result));
        assertThat(line(entry, result)).endsWith(" created=[\"Service web\"]");
    }

    @Test
    void messageIsNotInTheLine() {
        assertThat(line(new AuditEntry(), result(Outcome.FAILED, RecoveryOutcome.NONE)))
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nINFO: outcome=succeeded",
                "a\r\n",
                "a\u0085b\u2028c\u2029d",
                "\u001b[2J\u001b]0;title\u0007",
                "a\" outcome=\"succeeded",
                "a\\",
                "\u202egnp.exe",
                "\ud800",
                "\u200b\u0000",
            })
    void hostileNamesCannotEndTheLineOrForgeAPair(String name) {
        AuditEntry entry = new AuditEntry();
        entry.add(applied("Kind", name, Operation.CREATED));
        String line = entry.line("cluster=" + AuditEntry.quote(name), name, name, true, result(Outcome.FAILED, null));
        assertThat(line).matches("[\\x20-\\x7e]*");
        assertThat(line.replaceAll("\\\\u[0-9a-f]{4}", ""))
                .matches("outcome=failed dryRun=true namespace=\"[^\"\\\\]*\" application=\"[^\"\\\\]*\""
                        + " cluster=\"[^\"\\\\]*\" created=\\[\"[^\"\\\\]*\"\\]");
    }

    @Test
    void keepsReadableNames() {
        assertThat(AuditEntry.quote("쇼핑/web 😀")).isEqualTo("\"쇼핑/web 😀\"");
        assertThat(AuditEntry.quote(null)).isEqualTo("-");
    }

    @Test
    void lengthOfTheLineIsBounded() {
        AuditEntry entry = new AuditEntry();
        String huge = "\n".repeat(100_000);
        for (int i = 0; i < 100; i++) {
            entry.add(applied("Kind", i + huge, Operation.CREATED));
            entry.add(deleted("Other", i + huge));
        }
        String line = entry.line("", huge, huge, false, result(Outcome.FAILED, RecoveryOutcome.NONE));
        assertThat(line).hasSizeLessThanOrEqualTo(AuditEntry.MAX_LINE_LENGTH);
    }

    @Test
    void longListsEndWithTheNumberOfOtherObjects() {
        AuditEntry entry = new AuditEntry();
        for (int i = 0; i < 100; i++) {
            entry.add(deleted("ConfigMap", "settings-" + (100 + i)));
        }
        assertThat(line(entry, result(Outcome.SUCCEEDED, RecoveryOutcome.NONE)))
                .endsWith("\"ConfigMap settings-119\",+80]");
    }
}
