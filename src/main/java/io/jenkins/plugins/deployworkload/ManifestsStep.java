package io.jenkins.plugins.deployworkload;

import io.jenkins.plugins.deployworkload.workload.binding.annotation.Expandable;
import io.jenkins.plugins.deployworkload.workload.patch.Patch;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of the step that define an application by manifests. */
public abstract class ManifestsStep extends RolloutStep {

    @Expandable
    private String manifests;

    @Expandable
    private String name;

    private List<Patch> patches;

    /** Ant pattern of files with Kubernetes objects in the workspace. */
    public String getManifests() {
        return manifests;
    }

    @DataBoundSetter
    public void setManifests(String manifests) {
        this.manifests = manifests;
    }

    /** The name of the application that the manifests are. */
    public String getName() {
        return name;
    }

    @DataBoundSetter
    public void setName(String name) {
        this.name = name;
    }

    /** Patches of the objects in the manifests. */
    public List<Patch> getPatches() {
        return patches == null ? List.of() : patches;
    }

    @DataBoundSetter
    public void setPatches(List<Patch> patches) {
        this.patches = new ArrayList<>(patches);
    }
}
