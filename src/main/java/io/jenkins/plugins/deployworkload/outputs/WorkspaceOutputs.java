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
import java.util.function.Function;
import java.util.stream.Stream;
import jenkins.agents.ControllerToAgentFileCallable;
import org.jvnet.localizer.Localizable;

/**
 * The build tools' outputs in a workspace. The agent that has the workspace reads them.
 *
 * @param buildStart the start of the build, in milliseconds of the controller's clock
 */
record WorkspaceOutputs(FilePath workspace, long buildStart, ReadDeadline deadline) implements OutputPlace {

    /** Limit of images, digests and messages that an agent may return. Real builds produce dozens. */
    static final int MAX_RETURNED = 10_000;

    /** Limit in characters of each text that an agent may return. The longest texts are paths of files. */
    static final int MAX_LENGTH = 10_000;

    @Override
    public Findings find(String file, Tool tool, Consumer<String> notes)
            throws IOException, InterruptedException, UnresolvedImageException {
        ScanResult result = await(workspace.actAsync(new WorkspaceScan(file, tool)), deadline);
        return result.findings(file, buildStart, System.currentTimeMillis(), notes);
    }

    static ScanResult await(Future<ScanResult> scan, ReadDeadline deadline)
            throws IOException, InterruptedException, UnresolvedImageException {
        try {
            return scan.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause().getMessage()), e);
        } catch (TimeoutException e) {
            scan.cancel(true);
            throw new UnresolvedImageException(Messages.WorkspaceOutputs_timedOut(deadline.timeout()));
        }
    }

    /**
     * Searches the workspace on the agent.
     *
     * @param file Ant pattern of the files to read; null to read files with the usual names of build tools' outputs
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
            Map<String, Long> lastModified = new HashMap<>();
            for (String path : found.outputsRead()) {
                try {
                    BasicFileAttributes file = Files.readAttributes(
                            directory.resolve(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    if (file.isRegularFile()) {
                        lastModified.put(path, file.lastModifiedTime().toMillis());
                    }
                } catch (IOException e) {
                    // The file was deleted after it was read. This shows that a running command uses the file, so the
                    // file is not stale.
                }
            }
            return lastModified;
        }
    }

    /**
     * The result that the agent returns, without translated text, because only the controller knows the user's
     * language.
     *
     * @param unreadable   the reason why a specified file or the workspace could not be read; null if both were read
     * @param lastModified time of each file, in milliseconds of the agent's clock
     * @param finishedAt   end of the search, in milliseconds of the agent's clock
     */
    record ScanResult(Findings findings, Localizable unreadable, Map<String, Long> lastModified, long finishedAt)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        private static ScanResult of(Findings found, Map<String, Long> lastModified) {
            return new ScanResult(found, null, lastModified, System.currentTimeMillis());
        }

        /**
         * Excludes the findings in stale files, except for files that the user specified. The difference between the
         * agent's clock and the controller's clock is measured when the result arrives. Therefore a slow connection can
         * make files look newer, but never older.
         *
         * @param buildStart the start of the build, in milliseconds of the controller's clock
         * @param arrivedAt  the arrival of the result, in milliseconds of the controller's clock
         */
        Findings findings(String file, long buildStart, long arrivedAt, Consumer<String> notes)
                throws UnresolvedImageException {
            checkSize();
            if (unreadable != null) {
                throw new UnresolvedImageException(unreadable.toString());
            }
            StaleFiles stale = new StaleFiles(lastModified, buildStart + finishedAt - arrivedAt);
            if (file == null) {
                return stale.excludeFrom(findings);
            }
            stale.notes().forEach(notes);
            return findings;
        }

        /** Checks the size on the controller, because the code on the agent may not be ours. */
        private void checkSize() throws UnresolvedImageException {
            int returned = findings.size() + lastModified.size();
            if (returned > MAX_RETURNED) {
                throw new UnresolvedImageException(
                        Messages.WorkspaceOutputs_tooMany(Integer.toString(returned), Integer.toString(MAX_RETURNED)));
            }
            int longest = Stream.of(
                            findings.texts(),
                            lastModified.keySet().stream(),
                            Stream.ofNullable(unreadable).map(Localizable::toString))
                    .flatMap(Function.identity())
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
            if (longest > MAX_LENGTH) {
                throw new UnresolvedImageException(
                        Messages.WorkspaceOutputs_tooLong(Integer.toString(longest), Integer.toString(MAX_LENGTH)));
            }
        }
    }
}
