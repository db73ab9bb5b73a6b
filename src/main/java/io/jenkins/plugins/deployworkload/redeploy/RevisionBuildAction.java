package io.jenkins.plugins.deployworkload.redeploy;

import io.jenkins.plugins.deployworkload.execution.DeployRequest;
import io.jenkins.plugins.deployworkload.execution.revision.RevisionRequest;
import java.util.Optional;

/**
 * Says which stored revision a build deploys. In a freestyle job, the build step with this application deploys the
 * revision in place of new objects, and the other build steps of this plugin deploy nothing. Stored with the build.
 */
public final class RevisionBuildAction extends RedeployAction {

    private final String cluster;
    private final String namespace;
    private final String application;
    private final String revision;
    private final String expectedPlan;

    /** Whether a build step has deployed the revision. */
    private transient boolean taken;

    /**
     * @param revision the id of the revision
     * @param expectedPlan the plan that the user has seen; {@code null} for any plan
     */
    RevisionBuildAction(String cluster, String namespace, String application, String revision, String expectedPlan) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.application = application;
        this.revision = revision;
        this.expectedPlan = expectedPlan;
    }

    /**
     * The request of a build step with the revision in place of its objects.
     *
     * @return empty if the step has another application, or an earlier step has deployed the revision
     */
    public synchronized Optional<DeployRequest> applyTo(DeployRequest request) {
        if (taken || !concerns(request)) {
            return Optional.empty();
        }
        taken = true;
        return Optional.of(request.withRevision(
                namespace,
                new RevisionRequest(application, revision),
                request.options().withExpectedPlan(expectedPlan)));
    }

    /** The applications of workload files are not known before the files are read. */
    private boolean concerns(DeployRequest request) {
        return cluster.equals(request.cluster())
                && (request.namespace() == null || request.namespace().equals(namespace))
                && (request.file() != null || application.equals(request.applicationName()));
    }

    /** Whether a build step has deployed the revision, or has tried to. */
    synchronized boolean isTaken() {
        return taken;
    }

    /** Why the build fails if no build step has the application. */
    String undeployed() {
        return Messages.RevisionBuildAction_undeployed(revision, application, cluster, namespace);
    }

    /** Why a build step deploys nothing, for the log. */
    public String skipped() {
        return Messages.RevisionBuildAction_skipped(revision, application);
    }
}
