package io.jenkins.plugins.deployworkload.image.log;

import io.jenkins.plugins.deployworkload.image.Messages;
import io.jenkins.plugins.deployworkload.image.file.OutputText;
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
 * BuildKit's progress. Plain: {@code #5 pushing manifest for a:1@sha256:… 0.1s done}, {@code #5 naming to a:1 done}. On a
 * terminal: {@code => => pushing manifest for a:1@sha256:… 0.1s}, where digests are cut off to the width.
 *
 * <p>The digest is taken from what was pushed. {@code exporting manifest list sha256:…}, which stands above {@code naming to}
 * in the same step, is deliberately not read: what was only exported is in no registry, and {@code docker push} may push
 * another manifest under that name, that of one platform or one without attestations. The push says its own digest.
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

    /** What each step has named so far, until it is done. */
    private final Map<String, Step> steps = new LinkedHashMap<>();

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
            String timed = isOfInterest(text) ? withoutSeconds(text) : null;
            if (timed != null) {
                parseStep(timed, "=>", true, line.location(), found);
            }
        } else if (text.startsWith("=> ")) {
            steps.remove("=>");
        }
    }

    /**
     * What stands on a line of a terminal before the blanks and the seconds at its end; null where these are missing. Without a
     * pattern of the line: that would look through a run of blanks again from each of them.
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

    /** Spares the pattern for the many lines of a build's own steps. */
    private boolean isOfInterest(String text) {
        return text.contains(PUSHING)
                || text.contains(NAMING)
                || text.contains(WRITING)
                || text.contains(CONFIG)
                || text.contains(LAYERS)
                || !steps.isEmpty() && text.length() < 30;
    }

    private void parseStep(String text, String step, boolean done, String where, FindingsCollector found)
            throws UnreadableOutputException {
        if (text.startsWith(PUSHING) && done) {
            pushed(text.substring(PUSHING.length()), where, found);
        } else if (text.startsWith(NAMING)) {
            named(text.substring(NAMING.length()), step, done, where, found);
        } else if (text.startsWith(WRITING)) {
            found.addImageId(text.substring(WRITING.length()));
        } else if (text.startsWith(CONFIG)) {
            found.addImageId(text.substring(CONFIG.length()));
        } else if (text.equals(LAYERS) && done) {
            stepOf(step).exports++;
        } else if (STEP_ENDS.contains(text) || text.startsWith("ERROR")) {
            steps.remove(step);
        }
    }

    private Step stepOf(String name) {
        if (!steps.containsKey(name) && steps.size() >= MAX_STEPS) {
            steps.remove(steps.keySet().iterator().next());
        }
        return steps.computeIfAbsent(name, absent -> new Step());
    }

    private static void pushed(String name, String where, FindingsCollector found) throws UnreadableOutputException {
        OciReference reference = OciReference.parse(name);
        if (reference != null && reference.digest() != null) {
            found.addPushed(FoundImage.of(reference, Tool.BUILDKIT, where));
        } else {
            found.rejected(Tool.BUILDKIT, where, Messages._Digest_unusable(OutputText.excerpt(name)));
        }
    }

    /**
     * The names that one step gives are of one image, whatever stands between them; unless two builds run side by side, whose
     * steps have the same numbers.
     */
    private void named(String name, String number, boolean done, String where, FindingsCollector found)
            throws UnreadableOutputException {
        OciReference reference = done ? OciReference.parse(name) : null;
        // An image without a name is called moby-dangling@sha256:…
        if (reference == null || reference.digest() != null) {
            return;
        }
        Step step = stepOf(number);
        FoundImage known = step.exports > 1 ? null : step.byRepository.get(reference.repository());
        FoundImage image;
        if (known != null && reference.tag() != null) {
            image = found.addTag(known, reference.tag());
        } else {
            image = FoundImage.of(reference, Tool.BUILDKIT, where);
            found.addBuilt(image);
        }
        step.byRepository.put(reference.repository(), image);
    }
}
