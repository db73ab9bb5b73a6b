package io.jenkins.plugins.deployworkload.job;

import hudson.model.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A file in an item's own folder of {@code JENKINS_HOME}. Jenkins moves this folder when the item is renamed or moved, and
 * deletes it with the item. A copied item does not get the file. Its content is not in {@code config.xml}, which who may
 * configure a job can write.
 */
record ItemFile(Item item, String name) {

    /** Returns the text; empty if there is no file. */
    Optional<String> read() throws IOException {
        try {
            return Optional.of(Files.readString(path()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Replaces the file at once. */
    void write(String text) throws IOException {
        Path temporary = path().resolveSibling(name + ".tmp");
        Files.writeString(temporary, text);
        Files.move(temporary, path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void delete() throws IOException {
        Files.deleteIfExists(path());
    }

    Path path() {
        return item.getRootDir().toPath().resolve(name);
    }
}
