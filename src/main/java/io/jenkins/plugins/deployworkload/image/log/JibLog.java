package io.jenkins.plugins.deployworkload.image.log;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.TagsByRepository;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;

/** Parses the logs of Jib. The line {@code Built and pushed image as a:1, a:2} contains all names of one image. */
final class JibLog implements LogParser {

    private static final String PUSHED = "Built and pushed image as ";
    private static final String TO_DAEMON = "Built image to Docker daemon as ";
    private static final String TO_FILE = "Built image tarball at ";

    @Override
    public void parseLine(LogLine line, FindingsCollector found) throws UnreadableOutputException {
        String text = line.text();
        if (text.startsWith(PUSHED)) {
            parsePush(text.substring(PUSHED.length()), line.location(), found);
        } else if (text.startsWith(TO_DAEMON)) {
            found.rejected(
                    Tool.JIB,
                    line.location(),
                    Messages._JibFile_notPushed(Excerpt.of(text.substring(TO_DAEMON.length()))));
        } else if (text.startsWith(TO_FILE)) {
            found.rejected(
                    Tool.JIB,
                    line.location(),
                    Messages._JibFile_notPushed(Excerpt.of(text.substring(TO_FILE.length()))));
        }
    }

    private static void parsePush(String list, String location, FindingsCollector found)
            throws UnreadableOutputException {
        TagsByRepository names = new TagsByRepository();
        for (String name : list.split(", ", -1)) {
            OciReference reference = OciReference.parse(name);
            if (reference == null) {
                found.rejected(Tool.JIB, location, Messages._OciReference_invalid(Excerpt.of(name)));
                return;
            }
            names.add(reference);
        }
        for (FoundImage image : names.toImages(null, Tool.JIB, location)) {
            found.addBuilt(image.asPushed());
        }
    }
}
