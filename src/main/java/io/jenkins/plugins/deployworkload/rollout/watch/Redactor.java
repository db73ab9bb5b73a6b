package io.jenkins.plugins.deployworkload.rollout.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Redaction;
import java.util.List;

/**
 * Masks the values of environment variables in messages of the API server and of admission webhooks, because these
 * messages repeat parts of the request. For messages about pods, the diagnosis uses {@link Redaction}.
 */
public final class Redactor {

    private volatile Redaction redaction = Redaction.ofPodTemplates(List.of());

    /** Adds objects. From now on, the values of their environment variables are masked too. */
    public void addObjects(List<HasMetadata> objects) {
        redaction = redaction.and(Redaction.ofPodTemplates(objects));
    }

    /** @param text the text to mask; {@code null} is returned as {@code null} */
    public String redact(String text) {
        return redaction.hide(text);
    }
}
