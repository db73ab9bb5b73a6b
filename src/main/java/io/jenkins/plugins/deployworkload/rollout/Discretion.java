package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.Redaction;
import java.util.List;

/**
 * Hides environment values in what the API server and its admission say of objects: they repeat what was sent. What pods say is
 * hidden where it is found.
 */
final class Discretion {

    private volatile Redaction redaction = Redaction.ofMakers(List.of());

    /** These are sent from now on. */
    void sends(List<HasMetadata> objects) {
        redaction = redaction.and(Redaction.ofMakers(objects));
    }

    /** @param text {@code null} stays that */
    String hide(String text) {
        return redaction.hide(text);
    }
}
