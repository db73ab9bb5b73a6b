package io.jenkins.plugins.deployworkload.image.log;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.file.OutputText;
import io.jenkins.plugins.deployworkload.image.model.Digest;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;

/**
 * {@code The push refers to repository [a]}, and some lines later {@code 1: digest: sha256:… size: 1363}. The second does not
 * say of which repository it is: of the one pushed last, unless several pushes are under way at once, as in parallel stages.
 * From then on no such line is believed. A push that was refused counts as under way, too: the line that says so can be of
 * anything else, such as a pull in another branch.
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
            pushStarted(text, line.location(), found);
        } else if (repository != null) {
            int digest = text.indexOf(DIGEST);
            if (digest > 0) {
                pushEnded(text, digest, line.location(), found);
            } else if (text.endsWith(": Preparing")) {
                // One push may be of several tags.
                pushInProgress = true;
            }
        }
    }

    private void pushStarted(String text, String where, FindingsCollector found) {
        String name = text.endsWith("]") ? text.substring(REFERS.length(), text.length() - 1) : "";
        if (!OciReference.isRepository(name)) {
            found.rejected(Tool.DOCKER_PUSH, where, Messages._OciReference_unusable(OutputText.excerpt(name)));
            // What follows is of a repository that is not known, and not of the one before.
            interleaved = true;
        }
        if (pushInProgress && !name.equals(repository)) {
            interleaved = true;
        }
        repository = name;
        pushInProgress = true;
    }

    private void pushEnded(String text, int at, String where, FindingsCollector found)
            throws UnreadableOutputException {
        int size = text.indexOf(SIZE, at);
        String tag = text.substring(0, at);
        String digest = text.substring(at + DIGEST.length(), size < 0 ? text.length() : size);
        if (!OciReference.isTag(tag) || size < 0 && !digest.startsWith(Digest.PREFIX)) {
            return;
        }
        pushInProgress = false;
        if (size < 0 || !Digest.isValid(digest)) {
            found.rejected(Tool.DOCKER_PUSH, where, Messages._Digest_unusable(OutputText.excerpt(digest)));
        } else if (interleaved) {
            found.rejected(Tool.DOCKER_PUSH, where, Messages._Push_interleaved(tag + "@" + digest));
        } else {
            found.addPushed(FoundImage.of(new OciReference(repository, tag, digest), Tool.DOCKER_PUSH, where));
        }
    }
}
