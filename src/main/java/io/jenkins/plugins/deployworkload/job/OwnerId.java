package io.jenkins.plugins.deployworkload.job;

import hudson.AbortException;
import hudson.model.Item;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * The id of a job, project or folder as an owner. It is in a file in the item's own folder of {@code JENKINS_HOME}.
 * Jenkins moves this folder when the item is renamed or moved, and deletes it with the item. A copied item, or a new one
 * of the same name, gets an id of its own. The id is not in {@code config.xml}: who may configure a job could otherwise
 * give it the id of another job.
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
        try {
            String id = Files.readString(file(item)).strip();
            if (!VALID.matcher(id).matches()) {
                throw new IOException(file(item) + " contains no id; delete it");
            }
            return Optional.of(id);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static String create(Item item) throws IOException {
        String id = UUID.randomUUID().toString();
        Path file = file(item);
        Path temporary = file.resolveSibling(FILE + ".tmp");
        Files.write(temporary, id.getBytes(StandardCharsets.UTF_8));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return id;
    }

    private static Path file(Item item) {
        return item.getRootDir().toPath().resolve(FILE);
    }
}
