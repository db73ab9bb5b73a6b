package io.jenkins.plugins.deployworkload.report.checks;

import hudson.ExtensionPoint;
import hudson.model.Run;
import hudson.model.TaskListener;

/** Publishes checks. There is no publisher if the plugin with the Checks API is not installed. */
public abstract class CheckPublisher implements ExtensionPoint {

    /**
     * Publishes a check in place of an earlier one of the same name. The call can take long, because it sends requests
     * to other servers.
     *
     * @param log the log of the build
     */
    public abstract void publish(Run<?, ?> build, TaskListener log, DeployCheck check);
}
