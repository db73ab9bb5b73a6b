package io.jenkins.plugins.deployworkload.workload.config;

import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import org.kohsuke.stapler.DataBoundSetter;

/** The common fields of Secrets and ConfigMaps whose content comes from outside the description. */
public abstract class GeneratedObject implements Section {

    /** In characters: a hyphen and the hash. */
    public static final int SUFFIX_LENGTH = 11;

    private static final int MAX_NAME_LENGTH = 253;

    @Text(TextRule.OBJECT_NAME)
    private final String name;

    private Boolean hashSuffix;

    private Boolean restartPods;

    GeneratedObject(String name) {
        this.name = name;
    }

    public String getName() {
        return name;
    }

    /** Whether the name in the cluster ends with a hash of the content; null for no. */
    public Boolean getHashSuffix() {
        return hashSuffix;
    }

    @DataBoundSetter
    public void setHashSuffix(Boolean hashSuffix) {
        this.hashSuffix = hashSuffix;
    }

    /** Whether a change of the content restarts the pods that use the object; null for yes. */
    public Boolean getRestartPods() {
        return restartPods;
    }

    @DataBoundSetter
    public void setRestartPods(Boolean restartPods) {
        this.restartPods = restartPods;
    }

    @Override
    public void check(ValidationContext context) {
        boolean hasSuffix = Boolean.TRUE.equals(hashSuffix);
        if (hasSuffix && name != null && name.length() > MAX_NAME_LENGTH - SUFFIX_LENGTH) {
            context.addProblem(
                    "name", Messages.GeneratedObject_NameTooLong(Integer.toString(MAX_NAME_LENGTH - SUFFIX_LENGTH)));
        }
        if (hasSuffix && restartPods != null) {
            context.addProblem("restartPods", Messages.GeneratedObject_AlwaysRestarts());
        }
    }
}
