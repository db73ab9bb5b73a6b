package io.jenkins.plugins.deployworkload.image;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * The builder of Docker before BuildKit, and buildah: {@code Successfully built ID} and {@code Successfully tagged a:1}, one
 * line a tag. And {@code + docker tag}, as shells echo it, which says that two names are one image.
 */
final class DockerBuildLog implements LogReader {

    private static final String BUILT = "Successfully built ";
    private static final String CONFIG = "Copying config ";
    private static final String TAGGED = "Successfully tagged ";
    private static final Set<String> PROGRAMS = Set.of("docker", "podman", "buildah", "nerdctl");

    private static final Pattern BUILDAH_STEP = Pattern.compile("STEP [0-9]{1,4}(/[0-9]{1,4})?: .*");

    /** By its steps, which buildah counts in capitals: what follows reads the same. */
    private Tool builder = Tool.DOCKER_BUILD;

    /** Lines with tags that follow each other directly are of one image. */
    private long lastTagged = -1;

    private FoundImage last;

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
        } else if (text.startsWith("STEP ") && BUILDAH_STEP.matcher(text).matches()) {
            builder = Tool.BUILDAH;
        } else if (text.startsWith("Step ") || text.startsWith("Sending build context to Docker daemon")) {
            builder = Tool.DOCKER_BUILD;
        } else if (text.startsWith("+ ")) {
            command(text, found);
        }
    }

    private void tagged(String name, long number, String where, Gathering found) throws UnreadableOutputException {
        Reference reference = Reference.parse(name);
        if (reference == null) {
            found.unusable(builder, where, Messages._Reference_unusable(OutputText.quoted(name)));
            return;
        }
        // Whoever else writes "Successfully tagged", only podman and buildah put localhost before a name.
        Tool tool = Reference.isLocal(reference.repository()) ? Tool.BUILDAH : builder;
        boolean follows = last != null && lastTagged == number - 1;
        if (follows && reference.tag() != null && last.repository().equals(reference.repository())) {
            last = found.tagged(last, reference.tag());
        } else {
            last = FoundImage.of(reference, tool, where);
            found.built(last);
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
