package io.jenkins.plugins.deployworkload.image.log;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.Digest;
import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;

/**
 * Reads the output of {@code docker push}: {@code The push refers to repository [a]}, and some lines later
 * {@code 1: digest: sha256:… size: 1363}. The digest line belongs to the repository of the last push that started. If
 * pushes overlap, for example in parallel stages, the repository of a digest line is not certain. Therefore all digest
 * lines after an overlap are rejected. A failed push counts as still running, because its error line looks the same as
 * the error line of another command, such as a pull in a parallel branch.
 */
final class DockerPushLog implements LogParser {

    private static final String REFERS = "The push refers to repository [";
    private static final String DIGEST = ": digest: ";
    private static final String SIZE = " size: ";

    private String repository;
    private boolean pushInProgress;
    private boolean interleaved;

    @Override
    public void parseLine(LogLine line, FindingsCollector found) throws UnreadableOutputException {
        String text = line.text();
        if (text.startsWith(REFERS)) {
            parseStart(text, line.location(), found);
        } else if (repository != null) {
            int digest = text.indexOf(DIGEST);
            if (digest > 0) {
                parseDigest(text, digest, line.location(), found);
            } else if (text.endsWith(": Preparing")) {
                // Docker prints this line at the start of each tag's push.
                pushInProgress = true;
            }
        }
    }

    private void parseStart(String text, String location, FindingsCollector found) {
        String name = text.endsWith("]") ? text.substring(REFERS.length(), text.length() - 1) : "";
        if (!OciReference.isRepository(name)) {
            found.rejected(Tool.DOCKER_PUSH, location, Messages._OciReference_invalid(Excerpt.of(name)));
            // The next digest lines belong to this unreadable repository and must not be assigned to the previous
            // repository.
            interleaved = true;
        }
        if (pushInProgress && !name.equals(repository)) {
            interleaved = true;
        }
        repository = name;
        pushInProgress = true;
    }

    private void parseDigest(String text, int digestStart, String location, FindingsCollector found)
            throws UnreadableOutputException {
        int size = text.indexOf(SIZE, digestStart);
        String tag = text.substring(0, digestStart);
        String digest = text.substring(digestStart + DIGEST.length(), size < 0 ? text.length() : size);
        if (!OciReference.isTag(tag) || size < 0 && !digest.startsWith(Digest.PREFIX)) {
            return;
        }
        pushInProgress = false;
        if (size < 0 || !Digest.isValid(digest)) {
            found.rejected(Tool.DOCKER_PUSH, location, Messages._Digest_invalid(Excerpt.of(digest)));
        } else if (interleaved) {
            found.rejected(Tool.DOCKER_PUSH, location, Messages._DockerPushLog_interleaved(tag + "@" + digest));
        } else {
            found.addPushed(FoundImage.of(new OciReference(repository, tag, digest), Tool.DOCKER_PUSH, location));
        }
    }
}
