package io.jenkins.plugins.deployworkload.workload.container;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.container.handler.Lifecycle;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import io.jenkins.plugins.deployworkload.workload.image.ImageSource;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A container that completes before the regular containers start, or a sidecar container that runs beside them. */
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
    public void check(ValidationContext context) {
        super.check(context);
        if (restartPolicy == null) {
            Lifecycle lifecycle = getLifecycle();
            allowOnlyForSidecar(getLivenessProbe() != null, "livenessProbe", context);
            allowOnlyForSidecar(getReadinessProbe() != null, "readinessProbe", context);
            allowOnlyForSidecar(getStartupProbe() != null, "startupProbe", context);
            allowOnlyForSidecar(
                    lifecycle != null && (lifecycle.getPostStart() != null || lifecycle.getPreStop() != null),
                    "lifecycle",
                    context);
            for (int i = 0; i < getResizePolicy().size(); i++) {
                ContainerResizePolicy policy = getResizePolicy().get(i);
                if (policy != null && policy.getRestartPolicy() == ResizeRestartPolicy.RestartContainer) {
                    context.addProblem(
                            "resizePolicy[" + i + "].restartPolicy", Messages.InitContainer_RestartOnlyForSidecar());
                }
            }
        }
    }

    private static void allowOnlyForSidecar(boolean present, String property, ValidationContext context) {
        if (present) {
            context.addProblem(property, Messages.InitContainer_OnlyForSidecar());
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
