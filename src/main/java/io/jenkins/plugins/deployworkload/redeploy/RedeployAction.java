package io.jenkins.plugins.deployworkload.redeploy;

import hudson.model.Action;
import hudson.model.InvisibleAction;
import hudson.model.Queue;
import java.util.List;

/** Makes a build deploy a stored revision. Stored with the queue and the build. */
abstract class RedeployAction extends InvisibleAction implements Queue.QueueAction {

    /** A build without the action is another build, so neither replaces the other in the queue. */
    @Override
    public boolean shouldSchedule(List<Action> actions) {
        return true;
    }
}
