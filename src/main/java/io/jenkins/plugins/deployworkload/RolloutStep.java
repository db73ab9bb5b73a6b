package io.jenkins.plugins.deployworkload;

import io.jenkins.plugins.deployworkload.workload.binding.annotation.Expandable;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of the step that decide which objects a deploy creates and waits for, and whether it publishes checks. */
public abstract class RolloutStep extends FileVariablesStep {

    @Expandable
    private String revision;

    private Boolean createNamespace;

    private Boolean waitForAddresses;

    private Boolean waitForClaims;

    private Boolean skipPublishingChecks;

    /** The number or the id of a stored revision that is deployed again; null to deploy new objects. */
    public String getRevision() {
        return revision;
    }

    @DataBoundSetter
    public void setRevision(String revision) {
        this.revision = revision;
    }

    /** Whether the namespace of the deploy is created if it does not exist. */
    public Boolean getCreateNamespace() {
        return createNamespace;
    }

    @DataBoundSetter
    public void setCreateNamespace(Boolean createNamespace) {
        this.createNamespace = createNamespace;
    }

    /** Whether a Service of type LoadBalancer is healthy only when it has an address. */
    public Boolean getWaitForAddresses() {
        return waitForAddresses;
    }

    @DataBoundSetter
    public void setWaitForAddresses(Boolean waitForAddresses) {
        this.waitForAddresses = waitForAddresses;
    }

    /** Whether a PersistentVolumeClaim is healthy only when it has a volume. */
    public Boolean getWaitForClaims() {
        return waitForClaims;
    }

    @DataBoundSetter
    public void setWaitForClaims(Boolean waitForClaims) {
        this.waitForClaims = waitForClaims;
    }

    /** Whether to publish no checks, for example to GitHub. */
    public Boolean getSkipPublishingChecks() {
        return skipPublishingChecks;
    }

    @DataBoundSetter
    public void setSkipPublishingChecks(Boolean skipPublishingChecks) {
        this.skipPublishingChecks = skipPublishingChecks;
    }
}
