package io.jenkins.plugins.deployworkload.image.log;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import io.jenkins.plugins.deployworkload.image.model.FindingsCollector;
import io.jenkins.plugins.deployworkload.image.model.FoundImage;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.image.model.UnreadableOutputException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses BuildKit's progress output. In plain format: {@code #5 pushing manifest for a:1@sha256:… 0.1s done},
 * {@code #5 naming to a:1 done}. On a terminal: {@code => => pushing manifest for a:1@sha256:… 0.1s}, where a digest
 * may be truncated to the width of the terminal.
 *
 * <p>Digests are taken only from the lines of a push. The digest in {@code exporting manifest list sha256:…} is
 * ignored, because an exported image is not yet in a registry. A later {@code docker push} may push another manifest
 * with the same name, for example for a single platform or without attestations. The output of {@code docker push}
 * contains the digest of the pushed manifest.
 */
final class BuildKitLog implements LogParser {

    private static final Pattern PLAIN = Pattern.compile("#[0-9]{1,6} (.*?)(?: [0-9]{1,6}\\.[0-9]{1,3}s)?( done)?");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}\\.[0-9]{1,3}s");
    private static final String TERMINAL_PREFIX = "=> => ";
    private static final String PUSHING = "pushing manifest for ";
    private static final String NAMING = "naming to ";
    private static final String WRITING = "writing image ";
    private static final String CONFIG = "exporting config ";

    private static final String LAYERS = "exporting layers";
    private static final Set<String> STEP_ENDS = Set.of("DONE", "CACHED", "CANCELED");
    private static final int MAX_STEPS = 100;

    /** The running steps, by number. */
    private final Map<String, Step> steps = new LinkedHashMap<>();

    /** The images that one step has named, by repository, and how many times the step has exported layers. */
    private static final class Step {
        private final Map<String, FoundImage> byRepository = new HashMap<>();
        private int exports;
    }

    @Override
    public void parseLine(LogLine line, FindingsCollector found) throws UnreadableOutputException {
        String text = line.text();
        if (text.startsWith("#")) {
            if (isOfInterest(text)) {
                Matcher plain = PLAIN.matcher(text);
                if (plain.matches()) {
                    String step = text.substring(0, text.indexOf(' '));
                    parseStep(plain.group(1), step, plain.group(2) != null, line.location(), found);
                }
            }
        } else if (text.startsWith(TERMINAL_PREFIX)) {
            String message = isOfInterest(text) ? withoutSeconds(text) : null;
            if (message != null) {
                parseStep(message, "=>", true, line.location(), found);
            }
        } else if (text.startsWith("=> ")) {
            steps.remove("=>");
        }
    }

    /**
     * The message of a line of terminal output, without the duration and the spaces before it; null if the line has no
     * duration. A regular expression would need quadratic time for a long row of spaces.
     */
    private static String withoutSeconds(String text) {
        int end = text.lastIndexOf(' ');
        if (end < TERMINAL_PREFIX.length()
                || !SECONDS.matcher(text.substring(end + 1)).matches()) {
            return null;
        }
        while (end > TERMINAL_PREFIX.length() && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(TERMINAL_PREFIX.length(), end);
    }

    /** Whether the regular expression has to be tried. This cheap check excludes most lines of a build. */
    private boolean isOfInterest(String text) {
        return text.contains(PUSHING)
                || text.contains(NAMING)
                || text.contains(WRITING)
                || text.contains(CONFIG)
                || text.contains(LAYERS)
                || !steps.isEmpty() && text.length() < 30;
    }

    private void parseStep(String text, String step, boolean done, String location, FindingsCollector found)
            throws UnreadableOutputException {
        if (text.startsWith(PUSHING) && done) {
            parsePush(text.substring(PUSHING.length()), location, found);
        } else if (text.startsWith(NAMING)) {
            parseName(text.substring(NAMING.length()), step, done, location, found);
        } else if (text.startsWith(WRITING)) {
            found.addImageId(text.substring(WRITING.length()));
        } else if (text.startsWith(CONFIG)) {
            found.addImageId(text.substring(CONFIG.length()));
        } else if (text.equals(LAYERS) && done) {
            step(step).exports++;
        } else if (STEP_ENDS.contains(text) || text.startsWith("ERROR")) {
            steps.remove(step);
        }
    }

    private Step step(String number) {
        if (!steps.containsKey(number) && steps.size() >= MAX_STEPS) {
            steps.remove(steps.keySet().iterator().next());
        }
        return steps.computeIfAbsent(number, absent -> new Step());
    }

    private static void parsePush(String name, String location, FindingsCollector found)
            throws UnreadableOutputException {
        OciReference reference = OciReference.parse(name);
        if (reference != null && reference.digest() != null) {
            found.addPushed(FoundImage.of(reference, Tool.BUILDKIT, location));
        } else {
            found.rejected(Tool.BUILDKIT, location, Messages._Digest_invalid(Excerpt.of(name)));
        }
    }

    /**
     * Adds a name to the image of its step. All names of one step belong to one image, even if there are other lines
     * between them. However, two parallel builds can use the same step numbers. In this case, a step number has several
     * exports, and its names belong to different images.
     */
    private void parseName(String name, String number, boolean done, String location, FindingsCollector found)
            throws UnreadableOutputException {
        OciReference reference = done ? OciReference.parse(name) : null;
        // Ignore moby-dangling@sha256:…, with which BuildKit logs an image that has no name.
        if (reference == null || reference.digest() != null) {
            return;
        }
        Step step = step(number);
        FoundImage known = step.exports > 1 ? null : step.byRepository.get(reference.repository());
        FoundImage image;
        if (known != null && reference.tag() != null) {
            image = found.addTag(known, reference.tag());
        } else {
            image = FoundImage.of(reference, Tool.BUILDKIT, location);
            found.addBuilt(image);
        }
        step.byRepository.put(reference.repository(), image);
    }
}
