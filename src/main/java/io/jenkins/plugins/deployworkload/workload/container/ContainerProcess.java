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

    private String workingDir;

    private Boolean stdin;

    private Boolean stdinOnce;

    private Boolean tty;

    private String terminationMessagePath;

    private TerminationMessagePolicy terminationMessagePolicy;

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

    public String getWorkingDir() {
        return workingDir;
    }

    @DataBoundSetter
    public void setWorkingDir(String workingDir) {
        this.workingDir = workingDir;
    }

    public Boolean getStdin() {
        return stdin;
    }

    @DataBoundSetter
    public void setStdin(Boolean stdin) {
        this.stdin = stdin;
    }

    public Boolean getStdinOnce() {
        return stdinOnce;
    }

    @DataBoundSetter
    public void setStdinOnce(Boolean stdinOnce) {
        this.stdinOnce = stdinOnce;
    }

    public Boolean getTty() {
        return tty;
    }

    @DataBoundSetter
    public void setTty(Boolean tty) {
        this.tty = tty;
    }

    public String getTerminationMessagePath() {
        return terminationMessagePath;
    }

    @DataBoundSetter
    public void setTerminationMessagePath(String terminationMessagePath) {
        this.terminationMessagePath = terminationMessagePath;
    }

    public TerminationMessagePolicy getTerminationMessagePolicy() {
        return terminationMessagePolicy;
    }

    @DataBoundSetter
    public void setTerminationMessagePolicy(TerminationMessagePolicy terminationMessagePolicy) {
        this.terminationMessagePolicy = terminationMessagePolicy;
    }

    @Override
    public void check(ValidationContext context) {
        Duplicates.check(getEnv(), EnvVar::getName, "env", "name", context);
    }
}
