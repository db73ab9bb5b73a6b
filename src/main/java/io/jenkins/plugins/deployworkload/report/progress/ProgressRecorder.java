package io.jenkins.plugins.deployworkload.report.progress;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import java.io.IOException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Follows the events of one deploy. The progress is stored when its phase changes and when a finding comes, so that a
 * page shows it after a restart of Jenkins and after the end.
 */
public final class ProgressRecorder implements RolloutListener {

    private static final Logger LOGGER = Logger.getLogger(ProgressRecorder.class.getName());

    private final ProgressFolder folder;
    private final Runnable onChange;
    private volatile DeploymentProgress progress;

    /** {@code null} if there are none, or if they are stored. */
    private volatile Supplier<String> objects;

    /** @param onChange runs after each change */
    ProgressRecorder(ProgressFolder folder, DeploymentProgress progress, Runnable onChange) {
        this.folder = folder;
        this.progress = progress;
        this.onChange = onChange;
    }

    /** The current progress. */
    public DeploymentProgress progress() {
        return progress;
    }

    /** @param dashboardUrl the pattern of links to the cluster's dashboard; {@code null} for none */
    public void linkTo(String dashboardUrl) {
        progress = progress.withDashboardUrl(dashboardUrl);
    }

    /**
     * Stores the objects at the next event, because writing them takes time, and the start of the deploy does not wait.
     *
     * @param yaml the objects of the deploy, without secrets
     */
    public void keepObjects(Supplier<String> yaml) {
        objects = yaml;
    }

    private void storeObjects() {
        Supplier<String> yaml = objects;
        if (yaml == null) {
            return;
        }
        objects = null;
        try {
            folder.writeObjects(progress, yaml.get());
        } catch (IOException | RuntimeException e) {
            // The page is no reason to fail a deploy.
            LOGGER.log(Level.WARNING, "The objects of a deploy could not be stored", e);
        }
    }

    @Override
    public void on(RolloutEvent event) {
        storeObjects();
        DeploymentProgress before = progress;
        DeploymentProgress after = before.after(event);
        progress = after;
        if (after.timeline().size() != before.timeline().size() || after.phase() != before.phase()) {
            store(after);
        }
        if (after != before) {
            onChange.run();
        }
    }

    private void store(DeploymentProgress changed) {
        try {
            folder.write(changed);
        } catch (IOException e) {
            // The page is no reason to fail a deploy.
            LOGGER.log(Level.WARNING, "The progress of a deploy could not be stored", e);
        }
    }
}
