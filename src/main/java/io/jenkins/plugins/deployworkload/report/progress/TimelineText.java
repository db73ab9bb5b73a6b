package io.jenkins.plugins.deployworkload.report.progress;

import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;

/** The texts of the timeline. They are bounded, because they come from the cluster. */
final class TimelineText {

    private TimelineText() {}

    static String of(Finding finding) {
        String sentence = DeploymentProgress.truncate(finding.sentence());
        return finding.advice() == null ? sentence : sentence + " " + DeploymentProgress.truncate(finding.advice());
    }

    static String of(RolloutEvent.Warning warning) {
        return DeploymentProgress.truncate(
                warning.object() == null ? warning.message() : warning.object().label() + ": " + warning.message());
    }
}
