package io.jenkins.plugins.deployworkload.outputs;

import hudson.console.AnnotatedLargeText;
import hudson.model.Run;
import io.jenkins.plugins.deployworkload.image.log.ImageLog;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * The outputs in a build's log, as far as it is written; read as it comes, for it may be long.
 *
 * @param name of the log where its lines are named
 */
record LogOutputs(Run<?, ?> build, String name, ReadDeadline deadline) implements OutputPlace {

    /** What Jenkins' {@code LargeText} does. */
    @FunctionalInterface
    interface LogText {
        /**
         * Writes what stands behind an offset, as much as it likes to.
         *
         * @return the offset up to which it did
         */
        long write(long from, OutputStream out) throws IOException;
    }

    @Override
    public Findings find(String file, Tool tool, Consumer<String> notes) throws IOException, UnresolvedImageException {
        // Not the log's input stream: that of a Pipeline is first brought into memory as a whole.
        AnnotatedLargeText<?> text = build.getLogText();
        return read(text.length(), text::writeRawLogTo, name, deadline);
    }

    /**
     * Reads a log up to the end that it has now. The log of a build that runs is given away in parts, of 10,000 lines each, and
     * only up to the end of a line.
     */
    static Findings read(long length, LogText text, String name, ReadDeadline deadline)
            throws IOException, UnresolvedImageException {
        ImageLogStream sink = new ImageLogStream(new ImageLog(name), deadline);
        try {
            long position = 0;
            for (long next = text.write(0, sink); next > position && next < length; next = text.write(next, sink)) {
                position = next;
            }
            return sink.log.finish();
        } catch (ReadStoppedException e) {
            throw e.reason;
        } catch (UnreadableOutputException e) {
            throw new UnresolvedImageException(e.getMessage());
        }
    }

    private static final class ImageLogStream extends OutputStream {
        private final ImageLog log;
        private final ReadDeadline deadline;

        ImageLogStream(ImageLog log, ReadDeadline deadline) {
            this.log = log;
            this.deadline = deadline;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            try {
                deadline.check();
                log.add(bytes, offset, count);
            } catch (UnreadableOutputException e) {
                throw new ReadStoppedException(new UnresolvedImageException(e.getMessage()));
            } catch (UnresolvedImageException e) {
                throw new ReadStoppedException(e);
            }
        }
    }

    /** Ends the reading of a log that nobody could choose from, or that nobody waits for. */
    private static final class ReadStoppedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient UnresolvedImageException reason;

        ReadStoppedException(UnresolvedImageException reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
