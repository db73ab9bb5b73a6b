package io.jenkins.plugins.deployworkload.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.AbortException;
import hudson.model.Job;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

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
     * @throws AbortException if the file cannot be read or written, or has too many applications; the message is for users
     */
    public static void record(Job<?, ?> job, List<ApplicationTarget> applications, boolean remove)
            throws AbortException {
        LOCK.lock();
        try {
            ItemFile file = new ItemFile(job, FILE);
            List<ApplicationTarget> before = read(file);
            List<ApplicationTarget> after = new ArrayList<>(before);
            after.removeIf(recorded -> applications.stream().anyMatch(recorded::isSameApplication));
            if (remove) {
                after.addAll(applications);
            }
            if (after.size() > MAX_APPLICATIONS) {
                throw new AbortException(
                        Messages.RemoveOnDelete_tooMany(job.getFullName(), String.valueOf(MAX_APPLICATIONS)));
            }
            if (after.isEmpty()) {
                file.delete();
            } else if (!after.equals(before)) {
                file.write(MAPPER.writeValueAsString(after));
            }
        } catch (AbortException e) {
            throw e;
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
