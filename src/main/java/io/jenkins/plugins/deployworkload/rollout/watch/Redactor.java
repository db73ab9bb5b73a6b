package io.jenkins.plugins.deployworkload.rollout.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Redaction;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.UntrustedText;
import io.jenkins.plugins.deployworkload.rollout.model.FieldChange;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import java.util.List;

/**
 * Masks the values of the rollout's objects in messages of the API server and of admission webhooks, because these
 * messages repeat parts of the request. For messages about pods, the diagnosis uses {@link Redaction} too.
 */
public final class Redactor {

    /** In characters. The build log and the build page show the text. */
    static final int MAX_LENGTH = 16_000;

    private volatile Redaction redaction = Redaction.ofObjects(List.of());

    /** Adds objects. From now on, their values are masked too. */
    public void addObjects(List<HasMetadata> objects) {
        redaction = redaction.and(Redaction.ofObjects(objects));
    }

    /**
     * Masks, cleans and shortens text of the cluster.
     *
     * @param text the text; {@code null} is returned as {@code null}
     */
    public String redact(String text) {
        return clean(redaction.hide(text));
    }

    /** Masks secrets in a message of this plugin that may contain text of the cluster, such as a status message. */
    public String redactSecrets(String message) {
        return clean(redaction.hideSecrets(message));
    }

    /** Called after masking, because a part of a secret is not recognized. */
    private static String clean(String masked) {
        if (masked == null) {
            return null;
        }
        String plain = UntrustedText.clean(masked);
        return plain.length() <= MAX_LENGTH ? plain : plain.substring(0, MAX_LENGTH) + "…";
    }

    /** Masks secrets in the messages of an event. Findings and results are masked where they are created. */
    RolloutEvent redactSecrets(RolloutEvent event) {
        return switch (event) {
            case RolloutEvent.Warning warning ->
                new RolloutEvent.Warning(warning.time(), warning.object(), redactSecrets(warning.message()));
            case RolloutEvent.Progress progress ->
                new RolloutEvent.Progress(progress.time(), progress.object(), redactSecrets(progress.message()));
            case RolloutEvent.RollingBack start ->
                new RolloutEvent.RollingBack(start.time(), redactSecrets(start.message()), start.checkpoint());
            case RolloutEvent.WouldApply would ->
                new RolloutEvent.WouldApply(
                        would.time(),
                        would.object(),
                        would.operation(),
                        would.changes().stream().map(this::redactSecrets).toList());
            default -> event;
        };
    }

    private FieldChange redactSecrets(FieldChange change) {
        return new FieldChange(
                UntrustedText.clean(change.path()), redactSecrets(change.before()), redactSecrets(change.after()));
    }
}
