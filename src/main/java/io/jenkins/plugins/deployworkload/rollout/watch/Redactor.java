package io.jenkins.plugins.deployworkload.rollout.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.Redaction;
import java.util.List;

/**
 * Masks environment values in messages of the API server and of admission, which repeat parts of the request. Messages
 * about pods are masked by {@link Redaction} in the diagnosis.
 */
public final class Redactor {

    private volatile Redaction redaction = Redaction.ofPodTemplates(List.of());

    /** Masks the environment values of these objects from now on. */
    public void addObjects(List<HasMetadata> objects) {
        redaction = redaction.and(Redaction.ofPodTemplates(objects));
    }

    /** @param text may be {@code null}, which is returned as is */
    public String redact(String text) {
        return redaction.hide(text);
    }
}
