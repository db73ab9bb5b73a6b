package io.jenkins.plugins.deployworkload.rollout.watch;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree;
import io.jenkins.plugins.deployworkload.rollout.status.Addresses;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Reports the tree of the rollout's objects from what the watches have shown, without further requests. A burst of
 * changes causes one report. Only the thread of the rollout uses this class.
 */
final class TreeReporter {

    private static final Logger LOGGER = Logger.getLogger(TreeReporter.class.getName());

    /** The shortest time between two reports, because a page shows the tree and not each step. */
    private static final int SECONDS_BETWEEN_REPORTS = 1;

    /** The limit of addresses of all objects. */
    private static final int MAX_ADDRESSES = 50;

    private final WatchContext context;
    private final RolloutDiagnosis diagnosis;
    private ResourceTree reported = ResourceTree.EMPTY;
    private Future<?> timer;
    private boolean stopped;

    TreeReporter(WatchContext context, RolloutDiagnosis diagnosis) {
        this.context = context;
        this.diagnosis = diagnosis;
    }

    /** Called after each burst of changes. */
    void onChange() {
        if (timer == null && !stopped) {
            timer = context.scheduler()
                    .schedule(
                            () -> context.mailbox().execute(this::onTimer), SECONDS_BETWEEN_REPORTS, TimeUnit.SECONDS);
        }
    }

    private void onTimer() {
        if (!stopped) {
            timer = null;
            report();
        }
    }

    /** Reports the tree as it is at the end. Further calls have no effect. */
    void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        if (timer != null) {
            timer.cancel(false);
        }
        report();
    }

    private void report() {
        if (context.options().dryRun()) {
            return;
        }
        try {
            reportChange();
        } catch (RuntimeException e) {
            // Unexpected data must not fail a deploy only because the tree cannot be shown.
            LOGGER.log(Level.WARNING, "The tree of a rollout cannot be reported", e);
        }
    }

    private static Stream<ResourceTree.Address> addresses(TrackedObject<?> object) {
        return Addresses.of(object.kind() == null ? object.accepted() : object.lastSeen()).stream()
                .map(address -> object.ref().outsideHome()
                        ? address.inNamespace(object.ref().namespace())
                        : address);
    }

    private void reportChange() {
        ResourceTree tree = diagnosis
                .tree()
                .withAddresses(context.state().all().stream()
                        .filter(object -> object.applied() != null)
                        .flatMap(TreeReporter::addresses)
                        .limit(MAX_ADDRESSES)
                        .toList());
        if (!tree.equals(reported)) {
            reported = tree;
            context.report(new RolloutEvent.TreeChanged(RolloutEvent.now(), tree));
        }
    }
}
