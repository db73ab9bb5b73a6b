package io.jenkins.plugins.deployworkload.image.log;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.Digest;
import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;

/**
 * Parses the logs of ko, which prints {@code Published a@sha256:…} to standard error and a line with only the reference
 * to standard output. A line with only a reference is read only while ko runs, because other programs also print
 * references, for example of base images.
 */
final class KoLog implements LogParser {

    private static final String PUBLISHED = "Published ";

    private boolean running;

    @Override
    public void parseLine(LogLine line, FindingsCollector found) throws UnreadableOutputException {
        String text = line.text();
        if (text.startsWith(PUBLISHED)) {
            parseReference(text.substring(PUBLISHED.length()), line.location(), found);
        } else if (text.startsWith("+ ")) {
            running = text.startsWith("+ ko ") || text.contains("/ko build ");
        } else if (text.startsWith("Publishing ") || text.startsWith("Using base ") && text.contains(" for ")) {
            running = true;
        } else if (running && text.contains("@" + Digest.PREFIX)) {
            parseReference(text, line.location(), found);
        }
    }

    private static void parseReference(String text, String location, FindingsCollector found)
            throws UnreadableOutputException {
        OciReference reference = OciReference.parse(text);
        if (reference != null && reference.digest() != null) {
            found.addImage(FoundImage.of(reference, Tool.KO, location));
        } else if (OciReference.isTruncated(text)) {
            found.rejected(Tool.KO, location, Messages._Digest_invalid(Excerpt.of(text)));
        }
    }
}
