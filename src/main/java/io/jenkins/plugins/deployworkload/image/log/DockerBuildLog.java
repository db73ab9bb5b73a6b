package io.jenkins.plugins.deployworkload.image.log;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.file.OutputText;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The builder of Docker before BuildKit, and buildah: {@code Successfully built ID} and {@code Successfully tagged a:1}, one
 * line a tag. And {@code + docker tag}, as shells echo it, which says that two names are one image.
 */
final class DockerBuildLog implements LogParser {

    private static final String BUILT = "Successfully built ";
    private static final String CONFIG = "Copying config ";
    private static final String TAGGED = "Successfully tagged ";
    private static final Set<String> PROGRAMS = Set.of("docker", "podman", "buildah", "nerdctl");

    private static final Pattern BUILDAH_STEP = Pattern.compile("STEP [0-9]{1,4}(/[0-9]{1,4})?: .*");

    /** By its steps, which buildah counts in capitals: what follows reads the same. */
    private Tool builder = Tool.DOCKER_BUILD;

    /** Lines with tags that follow each other directly are of one image. */
    private long lastTaggedLine = -1;

    private FoundImage lastImage;

    @Override
    public void parseLine(LogLine line, FindingsCollector found) throws UnreadableOutputException {
        String text = line.text();
        if (text.startsWith(TAGGED)) {
            tagged(text.substring(TAGGED.length()), line.number(), line.location(), found);
        } else if (text.startsWith(BUILT)) {
            found.addImageId(text.substring(BUILT.length()));
        } else if (text.startsWith(CONFIG)) {
            found.addImageId(text.substring(CONFIG.length()));
        } else if (text.length() == 64 && lastTaggedLine == line.number() - 1) {
            // buildah ends with the ID alone.
            found.addImageId(text);
        } else if (text.startsWith("STEP ") && BUILDAH_STEP.matcher(text).matches()) {
            builder = Tool.BUILDAH;
        } else if (text.startsWith("Step ") || text.startsWith("Sending build context to Docker daemon")) {
            builder = Tool.DOCKER_BUILD;
        } else if (text.startsWith("+ ")) {
            tagCommand(text, found);
        }
    }

    private void tagged(String name, long number, String where, FindingsCollector found)
            throws UnreadableOutputException {
        OciReference reference = OciReference.parse(name);
        if (reference == null) {
            found.rejected(builder, where, Messages._OciReference_unusable(OutputText.excerpt(name)));
            return;
        }
        // Whoever else writes "Successfully tagged", only podman and buildah put localhost before a name.
        Tool tool = OciReference.isLocal(reference.repository()) ? Tool.BUILDAH : builder;
        boolean follows = lastImage != null && lastTaggedLine == number - 1;
        if (follows && reference.tag() != null && lastImage.repository().equals(reference.repository())) {
            lastImage = found.addTag(lastImage, reference.tag());
        } else {
            lastImage = FoundImage.of(reference, tool, where);
            found.addBuilt(lastImage);
        }
        lastTaggedLine = number;
    }

    private static void tagCommand(String text, FindingsCollector found) {
        String[] words = text.split(" ", 6);
        if (words.length == 5
                && PROGRAMS.contains(words[1])
                && words[2].equals("tag")
                && OciReference.parse(words[3]) != null
                && OciReference.parse(words[4]) != null) {
            found.addAlias(words[3], words[4]);
        }
    }
}
