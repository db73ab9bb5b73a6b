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

/**
 * Shows in the form which image the last completed build would deploy. The preview searches the outputs of this build
 * that still exist.
 */
@Extension
public final class LastBuildPreview extends ImagePreview {

    /** Limit for the preview. The form shows no result until the preview ends. */
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    @Override
    public FormValidation preview(Item item, BuiltImage query) throws InterruptedException {
        if (!(item instanceof Job<?, ?> job)) {
            return FormValidation.warning(Messages.LastBuildPreview_noCompletedBuild(item.getFullName()));
        }
        Run<?, ?> last = job.getLastCompletedBuild();
        if (last == null && query instanceof ImageFromBuild) {
            return FormValidation.warning(Messages.LastBuildPreview_noCompletedBuild(job.getFullName()));
        }
        List<String> notes = new ArrayList<>();
        try {
            ChosenImage image = BuildOutputs.ofCompletedBuild(job, last, workspace(last), TIMEOUT)
                    .choose(query, notes::add);
            return FormValidation.ok(
                    withNotes(notes, image.reference() + " (" + String.join("; ", image.outputs()) + ")"));
        } catch (UnresolvedImageException e) {
            return FormValidation.error(withNotes(notes, e.getMessage()));
        }
    }

    private static String withNotes(List<String> notes, String message) {
        return notes.isEmpty() ? message : message + "\n" + String.join("\n", notes);
    }

    /**
     * The workspace of a freestyle build; null if the user may not read the workspace. For a Pipeline, the result is
     * null, because a Pipeline can use several workspaces and later builds overwrite them.
     */
    private static FilePath workspace(Run<?, ?> last) {
        return last instanceof AbstractBuild<?, ?> build && build.getParent().hasPermission(Item.WORKSPACE)
                ? build.getWorkspace()
                : null;
    }
}
