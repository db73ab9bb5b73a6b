package io.jenkins.plugins.deployworkload.outputs;

import hudson.Extension;
import hudson.FilePath;
import hudson.model.AbstractBuild;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.util.FormValidation;
import io.jenkins.plugins.deployworkload.image.model.ChosenImage;
import io.jenkins.plugins.deployworkload.workload.image.BuiltImage;
import io.jenkins.plugins.deployworkload.workload.image.ImageFromBuild;
import io.jenkins.plugins.deployworkload.workload.image.ImagePreview;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a job's last completed build would have given, as far as it left its outputs. */
@Extension
public final class LastBuildPreview extends ImagePreview {

    /** Whoever looks at a form does not wait much longer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    @Override
    public FormValidation preview(Item item, BuiltImage wanted) throws InterruptedException {
        if (!(item instanceof Job<?, ?> job)) {
            return FormValidation.warning(Messages.LastBuildPreview_None(item.getFullName()));
        }
        Run<?, ?> last = job.getLastCompletedBuild();
        if (last == null && wanted instanceof ImageFromBuild) {
            return FormValidation.warning(Messages.LastBuildPreview_None(job.getFullName()));
        }
        List<String> notes = new ArrayList<>();
        try {
            ChosenImage image = BuildOutputs.ofCompletedBuild(job, last, workspace(last), TIMEOUT)
                    .choose(wanted, notes::add);
            return FormValidation.ok(
                    withNotes(notes, image.reference() + " (" + String.join("; ", image.outputs()) + ")"));
        } catch (UnresolvedImageException e) {
            return FormValidation.error(withNotes(notes, e.getMessage()));
        }
    }

    private static String withNotes(List<String> notes, String answer) {
        return notes.isEmpty() ? answer : answer + "\n" + String.join("\n", notes);
    }

    /** What is left of it, if the reader may look into it. A Pipeline may have had several, and they go on being used. */
    private static FilePath workspace(Run<?, ?> last) {
        return last instanceof AbstractBuild<?, ?> build && build.getParent().hasPermission(Item.WORKSPACE)
                ? build.getWorkspace()
                : null;
    }
}
