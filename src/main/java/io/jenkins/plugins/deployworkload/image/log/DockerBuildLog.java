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
 * Parses the logs of Docker's classic builder and of buildah: {@code Successfully built ID}, then
 * {@code Successfully tagged a:1} for each tag. The parser also reads {@code + docker tag a:1 b:1}, a command that
 * gives an image a second name. A shell prints such lines after {@code set -x}.
 */
final class DockerBuildLog implements LogParser {

    private static final String BUILT = "Successfully built ";
    private static final String CONFIG = "Copying config ";
    private static final String TAGGED = "Successfully tagged ";
    private static final Set<String> PROGRAMS = Set.of("docker", "podman", "buildah", "nerdctl");

    private static final Pattern BUILDAH_STEP = Pattern.compile("STEP [0-9]{1,4}(/[0-9]{1,4})?: .*");

    /**
     * The tool that printed the current lines. Only the step lines distinguish the two tools: buildah prints
     * {@code STEP 1}, and Docker prints {@code Step 1}.
     */
    private Tool builder = Tool.DOCKER_BUILD;

    /** The number of the last line with a tag. It is needed, because tags on consecutive lines belong to one image. */
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
            // After the tags, buildah prints a line with only the image ID.
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
        // Only podman and buildah add localhost/ to image names.
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
