package io.jenkins.plugins.deployworkload.workload;

import io.jenkins.plugins.deployworkload.workload.binding.Duplicates;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Yaml;
import io.jenkins.plugins.deployworkload.workload.config.ConfigMap;
import io.jenkins.plugins.deployworkload.workload.config.Secret;
import io.jenkins.plugins.deployworkload.workload.patch.Patch;
import io.jenkins.plugins.deployworkload.workload.rules.RawObjectRules;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/** Kubernetes objects beside those of the workload, and patches of all of them. */
public abstract class ObjectSettings extends PodMetadata {

    private List<Patch> patches;

    @Yaml
    private List<String> objects;

    private List<String> objectFiles;

    private List<Secret> secrets;

    private List<ConfigMap> configMaps;

    ObjectSettings(String name) {
        super(name);
    }

    public List<Patch> getPatches() {
        return patches == null ? List.of() : patches;
    }

    @DataBoundSetter
    public void setPatches(List<Patch> patches) {
        this.patches = new ArrayList<>(patches);
    }

    /** The YAML of Kubernetes objects; each text is one object. */
    public List<String> getObjects() {
        return objects == null ? List.of() : objects;
    }

    @DataBoundSetter
    public void setObjects(List<String> objects) {
        this.objects = new ArrayList<>(objects);
    }

    /** Ant patterns of files in the workspace. A deploy reads the files before the objects are rendered. */
    public List<String> getObjectFiles() {
        return objectFiles == null ? List.of() : objectFiles;
    }

    @DataBoundSetter
    public void setObjectFiles(List<String> objectFiles) {
        this.objectFiles = new ArrayList<>(objectFiles);
    }

    /** Secrets with values of Jenkins credentials. */
    public List<Secret> getSecrets() {
        return secrets == null ? List.of() : secrets;
    }

    @DataBoundSetter
    public void setSecrets(List<Secret> secrets) {
        this.secrets = new ArrayList<>(secrets);
    }

    public List<ConfigMap> getConfigMaps() {
        return configMaps == null ? List.of() : configMaps;
    }

    @DataBoundSetter
    public void setConfigMaps(List<ConfigMap> configMaps) {
        this.configMaps = new ArrayList<>(configMaps);
    }

    @Override
    public void check(ValidationContext context) {
        super.check(context);
        Duplicates.check(getSecrets(), Secret::getName, "secrets", "name", context);
        Duplicates.check(getConfigMaps(), ConfigMap::getName, "configMaps", "name", context);
        RawObjectRules.check(getObjects(), context);
        for (int i = 0; i < getObjectFiles().size(); i++) {
            String pattern = getObjectFiles().get(i);
            if (pattern != null && List.of(pattern.split("[/\\\\,\\s]+")).contains("..")) {
                context.addProblem("objectFiles[" + i + "]", Messages.ObjectSettings_OutsideWorkspace(pattern));
            }
        }
    }
}
