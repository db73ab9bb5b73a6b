package io.jenkins.plugins.deployworkload.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.AbortException;
import hudson.model.Job;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The applications that are removed when their job is deleted. They are recorded in an {@link ItemFile} of the job. */
public final class RemoveOnDelete {

    static final String FILE = "deploy-workload-remove-on-delete.json";

    /** A job that deploys more applications, each under a new name, would otherwise let the file grow without limit. */
    static final int MAX_APPLICATIONS = 500;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Not {@code synchronized}, because the file system can block, which would pin a virtual thread of Java 21. */
    private static final ReentrantLock LOCK = new ReentrantLock();

    private RemoveOnDelete() {}

    /**
     * Records what the latest deploy of some applications has said.
     *
     * @param remove whether the applications are removed with the job
     * @return a warning if the file has too many applications to record these too; else empty
     * @throws AbortException if the file cannot be read or written; the message is for users
     */
    public static Optional<String> record(Job<?, ?> job, List<ApplicationTarget> applications, boolean remove)
            throws AbortException {
        List<ApplicationTarget> recorded = update(job, before -> {
            List<ApplicationTarget> after = new ArrayList<>(before);
            after.removeIf(other -> applications.stream().anyMatch(other::isSameApplication));
            if (remove) {
                Stream.concat(
                                applications.stream()
                                        .filter(added -> before.stream().anyMatch(added::isSameApplication)),
                                applications.stream()
                                        .filter(added -> before.stream().noneMatch(added::isSameApplication)))
                        .limit(Math.max(0, MAX_APPLICATIONS - after.size()))
                        .forEach(after::add);
            }
            return after;
        });
        String missing = applications.stream()
                .filter(application -> remove && !recorded.contains(application))
                .map(ApplicationTarget::application)
                .collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Messages.RemoveOnDelete_tooMany(job.getFullName(), String.valueOf(MAX_APPLICATIONS), missing));
    }

    /**
     * Forgets an application after its removal, unless the removal with the job would delete more kinds of objects.
     *
     * @param namespace the namespace of the application
     * @throws AbortException if the file cannot be read or written; the message is for users
     */
    public static void forget(Job<?, ?> job, ApplicationTarget removed, String namespace) throws AbortException {
        ApplicationTarget target = new ApplicationTarget(
                removed.cluster(), removed.credentialsId(), namespace, removed.application(), removed.pruneKinds());
        update(
                job,
                before -> before.stream()
                        .filter(other -> !other.isSameApplication(target)
                                || !target.pruneKinds().containsAll(other.pruneKinds()))
                        .toList());
    }

    private static List<ApplicationTarget> update(Job<?, ?> job, UnaryOperator<List<ApplicationTarget>> change)
            throws AbortException {
        LOCK.lock();
        try {
            ItemFile file = new ItemFile(job, FILE);
            List<ApplicationTarget> before = read(file);
            List<ApplicationTarget> after = change.apply(before);
            if (after.isEmpty()) {
                file.delete();
            } else if (!after.equals(before)) {
                file.write(MAPPER.writeValueAsString(after));
            }
            return after;
        } catch (IOException e) {
            AbortException unusable =
                    new AbortException(Messages.RemoveOnDelete_unusable(job.getFullName(), String.valueOf(e)));
            unusable.initCause(e);
            throw unusable;
        } finally {
            LOCK.unlock();
        }
    }

    /** The recorded applications of a job that still has its folder. */
    public static List<ApplicationTarget> read(Job<?, ?> job) throws IOException {
        return read(new ItemFile(job, FILE));
    }

    private static List<ApplicationTarget> read(ItemFile file) throws IOException {
        String text = file.read().orElse("[]");
        try {
            return List.of(MAPPER.readValue(text, ApplicationTarget[].class));
        } catch (JsonProcessingException e) {
            throw new IOException(file.path() + " is not readable; delete it", e);
        }
    }
}
