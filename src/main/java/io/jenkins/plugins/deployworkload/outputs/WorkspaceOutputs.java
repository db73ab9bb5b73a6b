package io.jenkins.plugins.deployworkload.outputs;

import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.deployworkload.image.Findings;
import io.jenkins.plugins.deployworkload.image.ImageDirectory;
import io.jenkins.plugins.deployworkload.image.Tool;
import io.jenkins.plugins.deployworkload.image.UnreadableOutputException;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import jenkins.agents.ControllerToAgentFileCallable;
import org.jvnet.localizer.Localizable;

/**
 * The outputs in a workspace, read where it is.
 *
 * @param began when the build did, in milliseconds of the controller's clock
 */
record WorkspaceOutputs(FilePath workspace, long began, Deadline deadline) implements OutputPlace {

    @Override
    public Findings find(String file, Tool tool, Consumer<String> notes)
            throws IOException, InterruptedException, UnresolvedImageException {
        Answer answer = await(workspace.actAsync(new Reading(file, tool)), deadline);
        return answer.found(file, began, System.currentTimeMillis(), notes);
    }

    static Answer await(Future<Answer> reading, Deadline deadline)
            throws IOException, InterruptedException, UnresolvedImageException {
        try {
            return reading.get(deadline.left(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause().getMessage()), e);
        } catch (TimeoutException e) {
            reading.cancel(true);
            throw new UnresolvedImageException(Messages.Workspace_Slow(deadline.patience()));
        }
    }

    /**
     * Runs on the agent.
     *
     * @param file null for all whose names tools give them
     */
    record Reading(String file, Tool tool) implements ControllerToAgentFileCallable<Answer> {
        private static final long serialVersionUID = 1L;

        @Override
        public Answer invoke(File workspace, VirtualChannel channel) throws IOException {
            Path directory = workspace.toPath();
            if (!Files.isDirectory(directory)) {
                return Answer.of(Findings.NONE, Map.of());
            }
            try {
                Findings found =
                        file == null ? ImageDirectory.discover(directory) : ImageDirectory.read(directory, file, tool);
                return Answer.of(found, written(directory, found));
            } catch (UnreadableOutputException e) {
                return new Answer(Findings.NONE, e.sentence(), Map.of(), 0);
            }
        }

        private static Map<String, Long> written(Path directory, Findings found) {
            Map<String, Long> written = new HashMap<>();
            for (String path : found.looked()) {
                try {
                    BasicFileAttributes file = Files.readAttributes(
                            directory.resolve(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    if (file.isRegularFile()) {
                        written.put(path, file.lastModifiedTime().toMillis());
                    }
                } catch (IOException e) {
                    // Deleted since it was read: then it was in use just now.
                }
            }
            return written;
        }
    }

    /**
     * What the agent says: nothing is worded there, and what follows from it is said here, in the language of who reads.
     *
     * @param unreadable why a file that was named cannot be read, or the workspace as a whole; null if all could
     * @param written    when each file was last written, in milliseconds of the agent's clock
     * @param now        when the agent was done, by the same clock
     */
    record Answer(Findings found, Localizable unreadable, Map<String, Long> written, long now) implements Serializable {
        private static final long serialVersionUID = 1L;

        private static Answer of(Findings found, Map<String, Long> written) {
            return new Answer(found, null, written, System.currentTimeMillis());
        }

        /**
         * What counts of it: files that somebody named, and others that are no older than the build. The clocks are compared
         * by the moment at which the answer arrived, so that a slow way makes files younger, and never too old.
         */
        Findings found(String file, long began, long arrived, Consumer<String> notes) throws UnresolvedImageException {
            if (unreadable != null) {
                throw new UnresolvedImageException(unreadable.toString());
            }
            OldFiles old = new OldFiles(written, began + now - arrived);
            if (file == null) {
                return old.without(found);
            }
            old.notes().forEach(notes);
            return found;
        }
    }
}
