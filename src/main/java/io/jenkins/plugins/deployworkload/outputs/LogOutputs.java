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
 * The build tools' outputs in the log of a build, up to the log's current end. The log is read as a stream, because it
 * may be large.
 *
 * @param name   the log's name in messages
 * @param quoted whether messages may quote the log, because it belongs to the build that deploys
 */
record LogOutputs(Run<?, ?> build, String name, boolean quoted, ReadDeadline deadline) implements OutputPlace {

    /** The only method of Stapler's {@code LargeText} that this class needs, as an interface for tests. */
    @FunctionalInterface
    interface LogText {
        /**
         * Writes a part of the log that starts at an offset and may end before the end of the log.
         *
         * @return the offset of the end of the part
         */
        long write(long from, OutputStream out) throws IOException;
    }

    @Override
    public Findings find(String file, Tool tool, Consumer<String> notes) throws IOException, UnresolvedImageException {
        // Do not use getLogInputStream(), which would read the whole log of a Pipeline into memory.
        AnnotatedLargeText<?> text = build.getLogText();
        Findings found = read(text.length(), text::writeRawLogTo, name, deadline);
        return quoted ? found : OtherBuildReasons.replaceIn(found);
    }

    /**
     * Reads a log up to its current end. Jenkins returns the log of a running build in parts of at most 10,000 lines,
     * without an incomplete last line.
     */
    static Findings read(long length, LogText text, String name, ReadDeadline deadline)
            throws IOException, UnresolvedImageException {
        ImageLogStream stream = new ImageLogStream(new ImageLog(name), deadline);
        try {
            long position = 0;
            for (long next = text.write(0, stream); next > position && next < length; next = text.write(next, stream)) {
                position = next;
            }
            return stream.log.finish();
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

    /** Reading was stopped, because the log names too many images or the deadline has passed. */
    private static final class ReadStoppedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient UnresolvedImageException reason;

        ReadStoppedException(UnresolvedImageException reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
