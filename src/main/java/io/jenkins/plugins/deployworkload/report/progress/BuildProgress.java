package io.jenkins.plugins.deployworkload.report.progress;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** The progress of all deploys of one build: those that run in this process, and those that are stored. */
public final class BuildProgress {

    private final ProgressFolder folder;
    private final List<ProgressRecorder> running = new CopyOnWriteArrayList<>();

    /** Starts at the current time, so that a page that was opened before a restart sees another version. */
    private final AtomicLong changes = new AtomicLong(System.currentTimeMillis());

    /** @param build the folder of the build */
    public BuildProgress(Path build) {
        folder = new ProgressFolder(build);
    }

    /**
     * Follows a deploy.
     *
     * @param startedAt the start of the deploy; after a restart of Jenkins the stored progress of this deploy goes on
     */
    public ProgressRecorder follow(
            String cluster, String namespace, String workload, boolean dryRun, Instant startedAt) {
        DeploymentProgress start = folder.read().stream()
                .filter(stored -> isSame(stored, cluster, namespace, workload))
                .filter(stored -> stored.phase() != Phase.ENDED && !isRunning(stored))
                .reduce((older, newer) -> newer)
                .orElseGet(() -> DeploymentProgress.start(cluster, namespace, workload, dryRun, startedAt));
        ProgressRecorder recorder = new ProgressRecorder(folder, start, changes::incrementAndGet);
        running.add(recorder);
        changes.incrementAndGet();
        return recorder;
    }

    /** Whether the objects of a deploy are kept. */
    public boolean hasObjects(String id) {
        return folder.hasObjects(id);
    }

    /**
     * The objects of a deploy as YAML.
     *
     * @param id see {@link DeploymentProgress#id}; any text is allowed
     * @return {@code null} if they are not kept
     */
    public String objects(String id) {
        return folder.readObjects(id);
    }

    /** Whether no deploy has started. */
    public boolean isEmpty() {
        return running.isEmpty() && !folder.exists();
    }

    /** A number that changes with each change of a deploy that runs. */
    public long version() {
        return changes.get();
    }

    /** The progress of all deploys, the oldest first. */
    public List<DeploymentProgress> all() {
        List<DeploymentProgress> all =
                new ArrayList<>(running.stream().map(ProgressRecorder::progress).toList());
        folder.read().stream()
                .filter(stored -> all.stream()
                        .noneMatch(known -> known.startedAt() == stored.startedAt()
                                && isSame(known, stored.cluster(), stored.namespace(), stored.workload())))
                .forEach(all::add);
        all.sort(Comparator.comparingLong(DeploymentProgress::startedAt));
        return List.copyOf(all);
    }

    private boolean isRunning(DeploymentProgress stored) {
        return running.stream()
                .map(ProgressRecorder::progress)
                .anyMatch(known -> known.startedAt() == stored.startedAt()
                        && isSame(known, stored.cluster(), stored.namespace(), stored.workload()));
    }

    private static boolean isSame(DeploymentProgress progress, String cluster, String namespace, String workload) {
        return progress.cluster().equals(cluster)
                && progress.namespace().equals(namespace)
                && progress.workload().equals(workload);
    }
}
