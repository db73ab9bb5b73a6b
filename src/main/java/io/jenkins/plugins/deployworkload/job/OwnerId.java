package io.jenkins.plugins.deployworkload.job;

import hudson.AbortException;
import hudson.model.Item;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * The id of a job, project or folder as an owner, in an {@link ItemFile}. A copied item, or a new one of the same name, gets
 * an id of its own. Who may configure a job cannot give it the id of another job.
 */
final class OwnerId {

    static final String FILE = "deploy-workload-owner-id";

    private static final Pattern VALID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final ReentrantLock LOCK = new ReentrantLock();

    private OwnerId() {}

    /**
     * Returns the id of an item, which gets one if it has none.
     *
     * @throws AbortException if the file cannot be read or written; the message is for users
     */
    static String of(Item item) throws AbortException {
        LOCK.lock();
        try {
            Optional<String> existing = read(item);
            return existing.isPresent() ? existing.get() : create(item);
        } catch (IOException e) {
            AbortException unusable =
                    new AbortException(Messages.OwnerId_unusable(item.getFullName(), String.valueOf(e)));
            unusable.initCause(e);
            throw unusable;
        } finally {
            LOCK.unlock();
        }
    }

    private static Optional<String> read(Item item) throws IOException {
        ItemFile file = new ItemFile(item, FILE);
        Optional<String> id = file.read().map(String::strip);
        if (id.isPresent() && !VALID.matcher(id.get()).matches()) {
            throw new IOException(file.path() + " contains no id; delete it");
        }
        return id;
    }

    private static String create(Item item) throws IOException {
        String id = UUID.randomUUID().toString();
        new ItemFile(item, FILE).write(id);
        return id;
    }
}
