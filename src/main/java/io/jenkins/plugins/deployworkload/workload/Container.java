package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Report;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** One container of the workload's pods. */
public class Container implements Describable<Container>, Section {

    @Text(TextRule.DNS_LABEL)
    private final String name;

    private final ImageSource image;

    private PullPolicy imagePullPolicy;

    private Resources resources;

    private List<String> command;

    private List<String> args;

    private List<EnvVar> env;

    @DataBoundConstructor
    public Container(String name, ImageSource image) {
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

    public Resources getResources() {
        return resources;
    }

    @DataBoundSetter
    public void setResources(Resources resources) {
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

    @Override
    public void check(Report report) {
        Unique.check(getEnv(), EnvVar::getName, "env", "name", report);
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Container> {
        @Override
        public String getDisplayName() {
            return Messages.Container_DisplayName();
        }
    }
}
