package io.jenkins.plugins.deployworkload.workload.container;

import io.jenkins.plugins.deployworkload.workload.binding.Duplicates;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.container.env.EnvFrom;
import io.jenkins.plugins.deployworkload.workload.container.env.EnvVar;
import io.jenkins.plugins.deployworkload.workload.image.ImageSource;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/** The image, command, environment and resources of a container or init container. */
public abstract class ContainerProcess implements Section {

    @Text(TextRule.DNS_LABEL)
    private final String name;

    private final ImageSource image;

    private PullPolicy imagePullPolicy;

    private ContainerResources resources;

    private List<String> command;

    private List<String> args;

    private List<EnvVar> env;

    private List<EnvFrom> envFrom;

    ContainerProcess(String name, ImageSource image) {
        this.name = name;
        this.image = image;
    }

    public String getName() {
        return name;
    }

    public ImageSource getImage() {
        return image;
    }

    public PullPolicy getImagePullPolicy() {
        return imagePullPolicy;
    }

    @DataBoundSetter
    public void setImagePullPolicy(PullPolicy imagePullPolicy) {
        this.imagePullPolicy = imagePullPolicy;
    }

    public ContainerResources getResources() {
        return resources;
    }

    @DataBoundSetter
    public void setResources(ContainerResources resources) {
        this.resources = resources;
    }

    public List<String> getCommand() {
        return command == null ? List.of() : command;
    }

    @DataBoundSetter
    public void setCommand(List<String> command) {
        this.command = new ArrayList<>(command);
    }

    public List<String> getArgs() {
        return args == null ? List.of() : args;
    }

    @DataBoundSetter
    public void setArgs(List<String> args) {
        this.args = new ArrayList<>(args);
    }

    public List<EnvVar> getEnv() {
        return env == null ? List.of() : env;
    }

    @DataBoundSetter
    public void setEnv(List<EnvVar> env) {
        this.env = new ArrayList<>(env);
    }

    public List<EnvFrom> getEnvFrom() {
        return envFrom == null ? List.of() : envFrom;
    }

    @DataBoundSetter
    public void setEnvFrom(List<EnvFrom> envFrom) {
        this.envFrom = new ArrayList<>(envFrom);
    }

    @Override
    public void check(ValidationContext context) {
        Duplicates.check(getEnv(), EnvVar::getName, "env", "name", context);
    }
}
