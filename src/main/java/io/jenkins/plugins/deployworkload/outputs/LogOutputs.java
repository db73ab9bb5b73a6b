package io.jenkins.plugins.deployworkload.outputs;

import hudson.model.Run;
import io.jenkins.plugins.deployworkload.image.Findings;
import io.jenkins.plugins.deployworkload.image.ImageLog;
import io.jenkins.plugins.deployworkload.image.Tool;
import io.jenkins.plugins.deployworkload.image.UnreadableOutputException;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The outputs in a build's log, as far as it is written; read as it comes, for it may be long.
 *
 * @param name of the log where its lines are named
 */
record LogOutputs(Run<?, ?> build, String name) implements OutputPlace {

    @Override
    public Findings find(String file, Tool tool) throws IOException, UnresolvedImageException {
        ImageLog log = new ImageLog(name);
        try {
            // Not the log's input stream: that of a Pipeline is first brought into memory as a whole.
            build.getLogText().writeRawLogTo(0, new Sink(log));
            return log.end();
        } catch (TooMuch e) {
            throw new UnresolvedImageException(e.getMessage());
        } catch (UnreadableOutputException e) {
            throw new UnresolvedImageException(e.getMessage());
        }
    }

    private static final class Sink extends OutputStream {
        private final ImageLog log;

        Sink(ImageLog log) {
            this.log = log;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            try {
                log.add(bytes, offset, count);
            } catch (UnreadableOutputException e) {
                throw new TooMuch(e.getMessage());
            }
        }
    }

    /** Ends the reading of a log that nobody could choose from. */
    private static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;

        TooMuch(String message) {
            super(message);
        }
    }
}
