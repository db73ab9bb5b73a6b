package io.jenkins.plugins.deployworkload.rollout.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Redaction;
import java.util.List;

/**
 * Hides environment values in what the API server and its admission say of objects: they repeat what was sent. What pods say is
 * hidden where it is found.
 */
public final class Redactor {

    private volatile Redaction redaction = Redaction.ofPodTemplates(List.of());

    /** These are sent from now on. */
    public void addObjects(List<HasMetadata> objects) {
        redaction = redaction.and(Redaction.ofPodTemplates(objects));
    }

    /** @param text {@code null} stays that */
    public String redact(String text) {
        return redaction.hide(text);
    }
}
