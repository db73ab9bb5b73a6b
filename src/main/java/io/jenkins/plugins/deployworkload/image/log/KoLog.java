package io.jenkins.plugins.deployworkload.image.log;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.file.OutputText;
import io.jenkins.plugins.deployworkload.image.model.Digest;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;

/**
 * ko: {@code Published a@sha256:…} on its standard error, and the reference alone in a line on its standard output. The latter
 * counts only while ko is seen to run, as other programs print references alone as well: of base images, for example.
 */
final class KoLog implements LogParser {

    private static final String PUBLISHED = "Published ";

    private boolean running;

    @Override
    public void parseLine(LogLine line, FindingsCollector found) throws UnreadableOutputException {
        String text = line.text();
        if (text.startsWith(PUBLISHED)) {
            reference(text.substring(PUBLISHED.length()), line.location(), found);
        } else if (text.startsWith("+ ")) {
            running = text.startsWith("+ ko ") || text.contains("/ko build ");
        } else if (text.startsWith("Publishing ") || text.startsWith("Using base ") && text.contains(" for ")) {
            running = true;
        } else if (running && text.contains("@" + Digest.PREFIX)) {
            reference(text, line.location(), found);
        }
    }

    private static void reference(String text, String where, FindingsCollector found) throws UnreadableOutputException {
        OciReference reference = OciReference.parse(text);
        if (reference != null && reference.digest() != null) {
            found.addImage(FoundImage.of(reference, Tool.KO, where));
        } else if (OciReference.isTruncated(text)) {
            found.rejected(Tool.KO, where, Messages._Digest_unusable(OutputText.excerpt(text)));
        }
    }
}
