package io.jenkins.plugins.deployworkload.outputs;

import hudson.Extension;
import hudson.FilePath;
import hudson.model.AbstractBuild;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.util.FormValidation;
import io.jenkins.plugins.deployworkload.image.ChosenImage;
import io.jenkins.plugins.deployworkload.workload.BuiltImage;
import io.jenkins.plugins.deployworkload.workload.ImageFromBuild;
import io.jenkins.plugins.deployworkload.workload.ImagePreview;
import java.time.Duration;

/** What a job's last completed build would have given, as far as it left its outputs. */
@Extension
public final class LastBuild extends ImagePreview {

    /** Whoever looks at a form does not wait for an agent much longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Override
    public FormValidation of(Item item, BuiltImage wanted) throws InterruptedException {
        if (!(item instanceof Job<?, ?> job)) {
            return FormValidation.warning(Messages.LastBuild_None(item.getFullName()));
        }
        Run<?, ?> last = job.getLastCompletedBuild();
        if (last == null && wanted instanceof ImageFromBuild) {
            return FormValidation.warning(Messages.LastBuild_None(job.getFullName()));
        }
        try {
            ChosenImage image = new BuildOutputs(job, last, workspace(last), PATIENCE).choose(wanted);
            return FormValidation.ok(image.reference() + " (" + String.join("; ", image.outputs()) + ")");
        } catch (UnresolvedImageException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** What is left of it, if the reader may look into it. A Pipeline's workspaces are not known afterwards. */
    private static FilePath workspace(Run<?, ?> last) {
        return last instanceof AbstractBuild<?, ?> build && build.getParent().hasPermission(Item.WORKSPACE)
                ? build.getWorkspace()
                : null;
    }
}
