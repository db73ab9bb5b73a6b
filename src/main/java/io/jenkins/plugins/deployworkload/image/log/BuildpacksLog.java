package io.jenkins.plugins.deployworkload.image.log;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;

/**
 * Parses the logs of Spring Boot's {@code build-image} and of pack, which are nearly the same:
 * {@code Successfully built image 'a:1'}, {@code Successfully created image tag 'a:2'}, {@code > Pushed image 'a:1'}.
 * pack omits the quotes if it prints colors.
 */
final class BuildpacksLog implements LogParser {

    private static final String BUILT = "Successfully built image ";
    private static final String TAGGED = "Successfully created image tag ";
    private static final String PUSHED = "> Pushed image ";

    private Tool tool = Tool.PACK;

    /**
     * Whether the current lines are from Spring Boot. Spring Boot and pack run the same buildpacks lifecycle, which
     * prints the same lines for both.
     */
    private boolean insideSpringBoot;

    /** The image that was built last; {@code null} before the first build. */
    private FoundImage built;

    @Override
    public void parseLine(LogLine line, FindingsCollector found) throws UnreadableOutputException {
        String text = line.text();
        if (text.startsWith("> Pulling builder image ")
                || text.startsWith("> Pulled builder image ")
                || text.startsWith("> Executing lifecycle version ")
                || text.startsWith("Building image '")) {
            tool = Tool.SPRING_BOOT;
            insideSpringBoot = true;
        } else if (text.startsWith("+ pack ") || !insideSpringBoot && text.startsWith("===> ")) {
            tool = Tool.PACK;
            insideSpringBoot = false;
        } else if (text.startsWith(PUSHED)) {
            tool = Tool.SPRING_BOOT;
            parsePush(text.substring(PUSHED.length()), line.location(), found);
        } else if (text.startsWith(BUILT)) {
            insideSpringBoot = false;
            parseBuild(text.substring(BUILT.length()), line.location(), found);
        } else if (text.startsWith(TAGGED)) {
            parseTag(text.substring(TAGGED.length()), line.location(), found);
        }
    }

    private void parsePush(String quoted, String location, FindingsCollector found) throws UnreadableOutputException {
        OciReference reference = reference(quoted, location, found);
        if (reference != null) {
            found.addPushed(FoundImage.of(reference, tool, location).asPushed());
        }
    }

    private void parseBuild(String quoted, String location, FindingsCollector found) throws UnreadableOutputException {
        OciReference reference = reference(quoted, location, found);
        built = reference == null ? null : FoundImage.of(reference, tool, location);
        if (built != null) {
            found.addBuilt(built);
        }
    }

    private void parseTag(String quoted, String location, FindingsCollector found) throws UnreadableOutputException {
        OciReference reference = reference(quoted, location, found);
        if (reference == null) {
            return;
        }
        if (built != null && reference.tag() != null && built.repository().equals(reference.repository())) {
            built = found.addTag(built, reference.tag());
        } else {
            found.addBuilt(FoundImage.of(reference, tool, location));
        }
    }

    private OciReference reference(String quoted, String location, FindingsCollector found) {
        boolean hasQuotes = quoted.length() > 2 && quoted.startsWith("'") && quoted.endsWith("'");
        String text = hasQuotes ? quoted.substring(1, quoted.length() - 1) : quoted;
        OciReference reference = OciReference.parse(text);
        if (reference == null) {
            found.rejected(tool, location, Messages._OciReference_invalid(Excerpt.of(text)));
        }
        return reference;
    }
}
