package io.jenkins.plugins.deployworkload.outputs;

import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import io.jenkins.plugins.deployworkload.image.search.ImageDirectory;
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
 * @param buildStart when the build did, in milliseconds of the controller's clock
 */
record WorkspaceOutputs(FilePath workspace, long buildStart, ReadDeadline deadline) implements OutputPlace {

    @Override
    public Findings find(String file, Tool tool, Consumer<String> notes)
            throws IOException, InterruptedException, UnresolvedImageException {
        ScanResult answer = await(workspace.actAsync(new WorkspaceScan(file, tool)), deadline);
        return answer.findings(file, buildStart, System.currentTimeMillis(), notes);
    }

    static ScanResult await(Future<ScanResult> reading, ReadDeadline deadline)
            throws IOException, InterruptedException, UnresolvedImageException {
        try {
            return reading.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause().getMessage()), e);
        } catch (TimeoutException e) {
            reading.cancel(true);
            throw new UnresolvedImageException(Messages.Workspace_TimedOut(deadline.timeout()));
        }
    }

    /**
     * Runs on the agent.
     *
     * @param file null for all whose names tools give them
     */
    record WorkspaceScan(String file, Tool tool) implements ControllerToAgentFileCallable<ScanResult> {
        private static final long serialVersionUID = 1L;

        @Override
        public ScanResult invoke(File workspace, VirtualChannel channel) throws IOException {
            Path directory = workspace.toPath();
            if (!Files.isDirectory(directory)) {
                return ScanResult.of(Findings.NONE, Map.of());
            }
            try {
                Findings found =
                        file == null ? ImageDirectory.discover(directory) : ImageDirectory.read(directory, file, tool);
                return ScanResult.of(found, lastModified(directory, found));
            } catch (UnreadableOutputException e) {
                return new ScanResult(Findings.NONE, e.reason(), Map.of(), 0);
            }
        }

        private static Map<String, Long> lastModified(Path directory, Findings found) {
            Map<String, Long> written = new HashMap<>();
            for (String path : found.outputsRead()) {
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
     * @param lastModified    when each file was last written, in milliseconds of the agent's clock
     * @param finishedAt        when the agent was done, by the same clock
     */
    record ScanResult(Findings findings, Localizable unreadable, Map<String, Long> lastModified, long finishedAt)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        private static ScanResult of(Findings found, Map<String, Long> written) {
            return new ScanResult(found, null, written, System.currentTimeMillis());
        }

        /**
         * What counts of it: files that somebody named, and others that are no older than the build. The clocks are compared
         * by the moment at which the answer arrived, so that a slow way makes files younger, and never too old.
         */
        Findings findings(String file, long began, long arrived, Consumer<String> notes)
                throws UnresolvedImageException {
            if (unreadable != null) {
                throw new UnresolvedImageException(unreadable.toString());
            }
            StaleFiles old = new StaleFiles(lastModified, began + finishedAt - arrived);
            if (file == null) {
                return old.excludeFrom(findings);
            }
            old.notes().forEach(notes);
            return findings;
        }
    }
}
