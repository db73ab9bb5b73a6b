package io.jenkins.plugins.deployworkload.image.log;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Docker's classic builder and buildah: {@code Successfully built ID}, then {@code Successfully tagged a:1} for each
 * tag. A shell with {@code set -x} echoes {@code + docker tag}; this command gives an image a second name.
 */
final class DockerBuildLog implements LogParser {

    private static final String BUILT = "Successfully built ";
    private static final String CONFIG = "Copying config ";
    private static final String TAGGED = "Successfully tagged ";
    private static final Set<String> PROGRAMS = Set.of("docker", "podman", "buildah", "nerdctl");

    private static final Pattern BUILDAH_STEP = Pattern.compile("STEP [0-9]{1,4}(/[0-9]{1,4})?: .*");

    /**
     * The builder, as the step lines show: buildah prints {@code STEP 1}, Docker prints {@code Step 1}. The other lines
     * of both builders are equal.
     */
    private Tool builder = Tool.DOCKER_BUILD;

    /** Consecutive lines with tags belong to one image. */
    private long lastTaggedLine = -1;

    private FoundImage lastImage;

    @Override
    public void parseLine(LogLine line, FindingsCollector found) throws UnreadableOutputException {
        String text = line.text();
        if (text.startsWith(TAGGED)) {
            parseTag(text.substring(TAGGED.length()), line.number(), line.location(), found);
        } else if (text.startsWith(BUILT)) {
            found.addImageId(text.substring(BUILT.length()));
        } else if (text.startsWith(CONFIG)) {
            found.addImageId(text.substring(CONFIG.length()));
        } else if (text.length() == 64 && lastTaggedLine == line.number() - 1) {
            // buildah prints the image ID on the last line.
            found.addImageId(text);
        } else if (text.startsWith("STEP ") && BUILDAH_STEP.matcher(text).matches()) {
            builder = Tool.BUILDAH;
        } else if (text.startsWith("Step ") || text.startsWith("Sending build context to Docker daemon")) {
            builder = Tool.DOCKER_BUILD;
        } else if (text.startsWith("+ ")) {
            parseTagCommand(text, found);
        }
    }

    private void parseTag(String name, long number, String location, FindingsCollector found)
            throws UnreadableOutputException {
        OciReference reference = OciReference.parse(name);
        if (reference == null) {
            found.rejected(builder, location, Messages._OciReference_invalid(Excerpt.of(name)));
            return;
        }
        // Only podman and buildah add localhost/ to a name.
        Tool tool = OciReference.isLocal(reference.repository()) ? Tool.BUILDAH : builder;
        boolean follows = lastImage != null && lastTaggedLine == number - 1;
        if (follows && reference.tag() != null && lastImage.repository().equals(reference.repository())) {
            lastImage = found.addTag(lastImage, reference.tag());
        } else {
            lastImage = FoundImage.of(reference, tool, location);
            found.addBuilt(lastImage);
        }
        lastTaggedLine = number;
    }

    private static void parseTagCommand(String text, FindingsCollector found) {
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
