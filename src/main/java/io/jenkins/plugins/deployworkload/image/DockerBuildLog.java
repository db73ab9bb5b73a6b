package io.jenkins.plugins.deployworkload.image;

import java.util.Set;

/**
 * The builder of Docker before BuildKit, and buildah: {@code Successfully built ID} and {@code Successfully tagged a:1}, one
 * line a tag. And {@code + docker tag}, as shells echo it, which says that two names are one image.
 */
final class DockerBuildLog implements LogReader {

    private static final String BUILT = "Successfully built ";
    private static final String CONFIG = "Copying config ";
    private static final String TAGGED = "Successfully tagged ";
    private static final Set<String> PROGRAMS = Set.of("docker", "podman", "buildah", "nerdctl");

    /** Lines with tags that follow each other directly are of one image. */
    private long lastTagged = -1;

    @Override
    public void line(LogLine line, Gathering found) throws UnreadableOutputException {
        String text = line.text();
        if (text.startsWith(TAGGED)) {
            tagged(text.substring(TAGGED.length()), line.number(), line.where(), found);
        } else if (text.startsWith(BUILT)) {
            found.imageId(text.substring(BUILT.length()));
        } else if (text.startsWith(CONFIG)) {
            found.imageId(text.substring(CONFIG.length()));
        } else if (text.length() == 64 && lastTagged == line.number() - 1) {
            // buildah ends with the ID alone.
            found.imageId(text);
        } else if (text.startsWith("+ ")) {
            command(text, found);
        }
    }

    private void tagged(String name, long number, String where, Gathering found) throws UnreadableOutputException {
        Reference reference = Reference.parse(name);
        if (reference == null) {
            found.unusable(Tool.DOCKER_BUILD, where, Messages.Reference_unusable(OutputText.quoted(name)));
            return;
        }
        Tool tool = Reference.isLocal(reference.repository()) ? Tool.BUILDAH : Tool.DOCKER_BUILD;
        if (lastTagged == number - 1 && reference.tag() != null && found.lastIs(tool, reference.repository())) {
            found.tagLast(reference.tag());
        } else {
            found.later(FoundImage.of(reference, tool, where));
        }
        lastTagged = number;
    }

    private static void command(String text, Gathering found) {
        String[] words = text.split(" ", 6);
        if (words.length == 5
                && PROGRAMS.contains(words[1])
                && words[2].equals("tag")
                && Reference.parse(words[3]) != null
                && Reference.parse(words[4]) != null) {
            found.alias(words[3], words[4]);
        }
    }
}
