package io.jenkins.plugins.deployworkload.report;

import hudson.model.Item;
import hudson.model.Job;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.deployworkload.report.history.HistoryEntry;
import io.jenkins.plugins.deployworkload.report.history.HistoryEntry.Application;
import io.jenkins.plugins.deployworkload.report.history.JobHistory;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * The applications that all jobs have deployed, from the histories of the jobs. No build is loaded and no cluster is asked. A history is
 * read again only if it has changed.
 */
final class Overview {

    /** How long pages show the same state. Each update asks the file system about each job. */
    private static final long MAX_AGE = TimeUnit.SECONDS.toNanos(10);

    /** How long the link to the overview follows the same state, because each page of Jenkins can show it. */
    private static final long MAX_AGE_OF_LINK = TimeUnit.MINUTES.toNanos(1);

    private static final Logger LOGGER = Logger.getLogger(Overview.class.getName());

    /** The version of no file. */
    private static final JobHistory.Version NOT_READ = new JobHistory.Version(-1, -1);

    /** A deploy that left the present state of its application. */
    record Deployed(String job, HistoryEntry entry) {}

    private record Known(JobHistory.Version version, List<HistoryEntry> latest) {}

    /** Not {@code synchronized}, because the file system can be slow. */
    private final ReentrantLock lock = new ReentrantLock();

    /** By the full name of the job. Only the holder of the lock uses it. */
    private Map<String, Known> known = Map.of();

    private final Supplier<List<Deployed>> source;

    private volatile State state;

    /** @param readAt see {@link System#nanoTime} */
    private record State(List<Deployed> deployed, long readAt) {}

    Overview() {
        source = this::readAll;
    }

    /** @param source reads the state of all jobs */
    Overview(Supplier<List<Deployed>> source) {
        this.source = source;
    }

    /** The newest deploy of each application that the user may see, by cluster, namespace and name. */
    Stream<DeployRow> rows() {
        return rows(MAX_AGE);
    }

    /** Whether the user may see a deploy. */
    boolean hasRows() {
        return rows(MAX_AGE_OF_LINK).findFirst().isPresent();
    }

    private Stream<DeployRow> rows(long maxAge) {
        return deployed(maxAge).stream()
                .flatMap(current -> job(current.job)
                        .filter(job -> job.hasPermission(Item.READ))
                        .map(job -> new DeployRow(current.entry, job))
                        .stream());
    }

    /** With all permissions, because a lookup without permission throws an exception. */
    @SuppressWarnings("try")
    private static Optional<Job<?, ?>> job(String name) {
        try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
            return Optional.ofNullable(Jenkins.get().getItemByFullName(name, Job.class));
        }
    }

    /** Only one request at a time reads all histories. The others do not wait for it, except for the first state. */
    List<Deployed> deployed(long maxAge) {
        State known = state;
        if (known == null) {
            lock.lock();
        } else if (System.nanoTime() - known.readAt <= maxAge || !lock.tryLock()) {
            return known.deployed;
        }
        try {
            State current = state;
            // Another request may have read in the meantime.
            if (current == known) {
                current = new State(source.get(), System.nanoTime());
                state = current;
            }
            return current.deployed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * An application that another job has deployed since does not run in the state of the older deploy, whether or not
     * the user may see the other job.
     */
    @SuppressWarnings("try")
    private List<Deployed> readAll() {
        Map<String, Known> histories = new HashMap<>();
        Map<Application, Deployed> newest = new HashMap<>();
        try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
            for (Job<?, ?> job : Jenkins.get().allItems(Job.class)) {
                JobHistory history = new JobHistory(job.getRootDir().toPath());
                JobHistory.Version version = history.version();
                if (version != null) {
                    String name = job.getFullName();
                    Known before = known.get(name);
                    Known now =
                            before != null && before.version.equals(version) ? before : read(history, version, before);
                    histories.put(name, now);
                    now.latest.forEach(
                            entry -> newest.merge(entry.application(), new Deployed(name, entry), Overview::newer));
                }
            }
        }
        known = histories;
        return newest.values().stream()
                .filter(latest -> !latest.entry.isGone())
                .sorted(Comparator.comparing((Deployed current) -> current.entry.cluster())
                        .thenComparing(current -> current.entry.namespace())
                        .thenComparing(current -> current.entry.name()))
                .toList();
    }

    /** After an error, the former state stays, and the history is read again at the next time. */
    private static Known read(JobHistory history, JobHistory.Version version, Known before) {
        try {
            return new Known(version, JobDeployments.latest(history.readOrThrow()));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The history of a job's deploys cannot be read", e);
            return before == null ? new Known(NOT_READ, List.of()) : before;
        }
    }

    private static Deployed newer(Deployed first, Deployed second) {
        return second.entry.startedAt() > first.entry.startedAt() ? second : first;
    }
}
