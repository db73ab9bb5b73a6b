package io.jenkins.plugins.deployworkload.image.log;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.file.OutputText;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;

/**
 * Spring Boot's {@code build-image} and pack, which say nearly the same: {@code Successfully built image 'a:1'}, {@code
 * Successfully created image tag 'a:2'}, {@code > Pushed image 'a:1'}. Where it is coloured, pack leaves out the quotes.
 */
final class BuildpacksLog implements LogParser {

    private static final String BUILT = "Successfully built image ";
    private static final String TAGGED = "Successfully created image tag ";
    private static final String PUSHED = "> Pushed image ";

    private Tool tool = Tool.PACK;

    /** Whether a build of Spring Boot has begun and not ended: the lifecycle that it runs says what that of pack says. */
    private boolean insideSpringBoot;

    /** What was built last; {@code null} if nothing. */
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
            pushed(text.substring(PUSHED.length()), line.location(), found);
        } else if (text.startsWith(BUILT)) {
            insideSpringBoot = false;
            built(text.substring(BUILT.length()), line.location(), found);
        } else if (text.startsWith(TAGGED)) {
            tagged(text.substring(TAGGED.length()), line.location(), found);
        }
    }

    private void pushed(String quoted, String where, FindingsCollector found) throws UnreadableOutputException {
        OciReference reference = reference(quoted, where, found);
        if (reference != null) {
            found.addPushed(FoundImage.of(reference, tool, where).asPushed());
        }
    }

    private void built(String quoted, String where, FindingsCollector found) throws UnreadableOutputException {
        OciReference reference = reference(quoted, where, found);
        built = reference == null ? null : FoundImage.of(reference, tool, where);
        if (built != null) {
            found.addBuilt(built);
        }
    }

    private void tagged(String quoted, String where, FindingsCollector found) throws UnreadableOutputException {
        OciReference reference = reference(quoted, where, found);
        if (reference == null) {
            return;
        }
        if (built != null && reference.tag() != null && built.repository().equals(reference.repository())) {
            built = found.addTag(built, reference.tag());
        } else {
            found.addBuilt(FoundImage.of(reference, tool, where));
        }
    }

    private OciReference reference(String quoted, String where, FindingsCollector found) {
        boolean quotes = quoted.length() > 2 && quoted.startsWith("'") && quoted.endsWith("'");
        String text = quotes ? quoted.substring(1, quoted.length() - 1) : quoted;
        OciReference reference = OciReference.parse(text);
        if (reference == null) {
            found.rejected(tool, where, Messages._OciReference_unusable(OutputText.excerpt(text)));
        }
        return reference;
    }
}
