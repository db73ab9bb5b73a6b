package io.jenkins.plugins.deployworkload.image;

/**
 * {@code The push refers to repository [a]}, and some lines later {@code 1: digest: sha256:… size: 1363}. The second does not
 * say of which repository it is: of the one pushed last, unless several pushes are under way at once, as in parallel stages.
 * From then on no such line is believed. A push that was refused counts as under way, too: the line that says so can be of
 * anything else, such as a pull in another branch.
 */
final class DockerPushLog implements LogReader {

    private static final String REFERS = "The push refers to repository [";
    private static final String DIGEST = ": digest: ";
    private static final String SIZE = " size: ";

    private String repository;
    private boolean waiting;
    private boolean interleaved;

    @Override
    public void line(LogLine line, Gathering found) throws UnreadableOutputException {
        String text = line.text();
        if (text.startsWith(REFERS)) {
            begins(text, line.where(), found);
        } else if (repository != null) {
            int digest = text.indexOf(DIGEST);
            if (digest > 0) {
                ends(text, digest, line.where(), found);
            } else if (text.endsWith(": Preparing")) {
                // One push may be of several tags.
                waiting = true;
            }
        }
    }

    private void begins(String text, String where, Gathering found) {
        String name = text.endsWith("]") ? text.substring(REFERS.length(), text.length() - 1) : "";
        if (!Reference.isRepository(name)) {
            found.unusable(Tool.DOCKER_PUSH, where, Messages._Reference_unusable(OutputText.quoted(name)));
            // What follows is of a repository that is not known, and not of the one before.
            interleaved = true;
        }
        if (waiting && !name.equals(repository)) {
            interleaved = true;
        }
        repository = name;
        waiting = true;
    }

    private void ends(String text, int at, String where, Gathering found) throws UnreadableOutputException {
        int size = text.indexOf(SIZE, at);
        String tag = text.substring(0, at);
        String digest = text.substring(at + DIGEST.length(), size < 0 ? text.length() : size);
        if (!Reference.isTag(tag) || size < 0 && !digest.startsWith(Digest.PREFIX)) {
            return;
        }
        waiting = false;
        if (size < 0 || !Digest.isWhole(digest)) {
            found.unusable(Tool.DOCKER_PUSH, where, Messages._Digest_unusable(OutputText.quoted(digest)));
        } else if (interleaved) {
            found.unusable(Tool.DOCKER_PUSH, where, Messages._Push_interleaved(tag + "@" + digest));
        } else {
            found.pushed(FoundImage.of(new Reference(repository, tag, digest), Tool.DOCKER_PUSH, where));
        }
    }
}
