package io.jenkins.plugins.deployworkload.workload.container;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.container.handler.Lifecycle;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import io.jenkins.plugins.deployworkload.workload.image.ImageSource;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A container that runs to its end before the others start; or, as a sidecar, beside them all the time. */
public class InitContainer extends ContainerBase implements Describable<InitContainer> {

    private ContainerRestartPolicy restartPolicy;

    @DataBoundConstructor
    public InitContainer(String name, ImageSource image) {
        super(name, image);
    }

    public ContainerRestartPolicy getRestartPolicy() {
        return restartPolicy;
    }

    @DataBoundSetter
    public void setRestartPolicy(ContainerRestartPolicy restartPolicy) {
        this.restartPolicy = restartPolicy;
    }

    @Override
    public void check(ValidationContext report) {
        super.check(report);
        if (restartPolicy == null) {
            Lifecycle lifecycle = getLifecycle();
            onlyAsSidecar(getLivenessProbe() != null, "livenessProbe", report);
            onlyAsSidecar(getReadinessProbe() != null, "readinessProbe", report);
            onlyAsSidecar(getStartupProbe() != null, "startupProbe", report);
            onlyAsSidecar(
                    lifecycle != null && (lifecycle.getPostStart() != null || lifecycle.getPreStop() != null),
                    "lifecycle",
                    report);
        }
    }

    private static void onlyAsSidecar(boolean said, String at, ValidationContext report) {
        if (said) {
            report.addProblem(at, Messages.InitContainer_Sidecar());
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<InitContainer> {
        @Override
        public String getDisplayName() {
            return Messages.InitContainer_DisplayName();
        }
    }
}
