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
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * The outputs in a workspace, read where it is.
 *
 * @param patience how long an agent may take
 */
record WorkspaceOutputs(FilePath workspace, Duration patience) implements OutputPlace {

    @Override
    public Findings find(String file, Tool tool) throws IOException, InterruptedException, UnresolvedImageException {
        Future<Answer> reading = workspace.actAsync(new Reading(file, tool));
        try {
            Answer answer = reading.get(patience.toSeconds(), TimeUnit.SECONDS);
            if (answer.unreadable() != null) {
                throw new UnresolvedImageException(answer.unreadable());
            }
            return answer.found();
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause().getMessage()), e);
        } catch (TimeoutException e) {
            reading.cancel(true);
            throw new UnresolvedImageException(Messages.Workspace_Slow(Long.toString(patience.toSeconds())));
        }
    }

    /**
     * Runs on the agent.
     *
     * @param file null for all whose names tools give them
     */
    private record Reading(String file, Tool tool) implements ControllerToAgentFileCallable<Answer> {
        private static final long serialVersionUID = 1L;

        @Override
        public Answer invoke(File workspace, VirtualChannel channel) throws IOException {
            if (!workspace.isDirectory()) {
                return new Answer(Findings.NONE, null);
            }
            try {
                return new Answer(
                        file == null
                                ? ImageDirectory.discover(workspace.toPath())
                                : ImageDirectory.read(workspace.toPath(), file, tool),
                        null);
            } catch (UnreadableOutputException e) {
                return new Answer(Findings.NONE, e.getMessage());
            }
        }
    }

    /** @param unreadable why a file that was named cannot be read; null if it can */
    private record Answer(Findings found, String unreadable) implements Serializable {
        private static final long serialVersionUID = 1L;
    }
}
