package io.jenkins.plugins.deployworkload.image;

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
final class BuildKitLog implements LogReader {

    private static final Pattern PLAIN = Pattern.compile("#[0-9]{1,6} (.*?)(?: [0-9]{1,6}\\.[0-9]{1,3}s)?( done)?");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}\\.[0-9]{1,3}s");
    private static final String TERMINAL = "=> => ";
    private static final String PUSHING = "pushing manifest for ";
    private static final String NAMING = "naming to ";
    private static final String WRITING = "writing image ";
    private static final String CONFIG = "exporting config ";

    private static final String LAYERS = "exporting layers";
    private static final Set<String> ENDS = Set.of("DONE", "CACHED", "CANCELED");
    private static final int MAX_STEPS = 100;

    /** What each step has named so far, until it is done. */
    private final Map<String, Step> steps = new LinkedHashMap<>();

    private static final class Step {
        private final Map<String, FoundImage> byRepository = new HashMap<>();
        private int exports;
    }

    @Override
    public void line(LogLine line, Gathering found) throws UnreadableOutputException {
        String text = line.text();
        if (text.startsWith("#")) {
            if (isOfInterest(text)) {
                Matcher plain = PLAIN.matcher(text);
                if (plain.matches()) {
                    String step = text.substring(0, text.indexOf(' '));
                    step(plain.group(1), step, plain.group(2) != null, line.where(), found);
                }
            }
        } else if (text.startsWith(TERMINAL)) {
            String timed = isOfInterest(text) ? timed(text) : null;
            if (timed != null) {
                step(timed, "=>", true, line.where(), found);
            }
        } else if (text.startsWith("=> ")) {
            steps.remove("=>");
        }
    }

    /**
     * What stands on a line of a terminal before the blanks and the seconds at its end; null where these are missing. Without a
     * pattern of the line: that would look through a run of blanks again from each of them.
     */
    private static String timed(String text) {
        int end = text.lastIndexOf(' ');
        if (end < TERMINAL.length() || !SECONDS.matcher(text.substring(end + 1)).matches()) {
            return null;
        }
        while (end > TERMINAL.length() && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(TERMINAL.length(), end);
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

    private void step(String text, String step, boolean done, String where, Gathering found)
            throws UnreadableOutputException {
        if (text.startsWith(PUSHING) && done) {
            pushed(text.substring(PUSHING.length()), where, found);
        } else if (text.startsWith(NAMING)) {
            named(text.substring(NAMING.length()), step, done, where, found);
        } else if (text.startsWith(WRITING)) {
            found.imageId(text.substring(WRITING.length()));
        } else if (text.startsWith(CONFIG)) {
            found.imageId(text.substring(CONFIG.length()));
        } else if (text.equals(LAYERS) && done) {
            of(step).exports++;
        } else if (ENDS.contains(text) || text.startsWith("ERROR")) {
            steps.remove(step);
        }
    }

    private Step of(String name) {
        if (!steps.containsKey(name) && steps.size() >= MAX_STEPS) {
            steps.remove(steps.keySet().iterator().next());
        }
        return steps.computeIfAbsent(name, absent -> new Step());
    }

    private static void pushed(String name, String where, Gathering found) throws UnreadableOutputException {
        Reference reference = Reference.parse(name);
        if (reference != null && reference.digest() != null) {
            found.pushed(FoundImage.of(reference, Tool.BUILDKIT, where));
        } else {
            found.unusable(Tool.BUILDKIT, where, Messages._Digest_unusable(OutputText.quoted(name)));
        }
    }

    /**
     * The names that one step gives are of one image, whatever stands between them; unless two builds run side by side, whose
     * steps have the same numbers.
     */
    private void named(String name, String number, boolean done, String where, Gathering found)
            throws UnreadableOutputException {
        Reference reference = done ? Reference.parse(name) : null;
        // An image without a name is called moby-dangling@sha256:…
        if (reference == null || reference.digest() != null) {
            return;
        }
        Step step = of(number);
        FoundImage known = step.exports > 1 ? null : step.byRepository.get(reference.repository());
        FoundImage image;
        if (known != null && reference.tag() != null) {
            image = found.tagged(known, reference.tag());
        } else {
            image = FoundImage.of(reference, Tool.BUILDKIT, where);
            found.built(image);
        }
        step.byRepository.put(reference.repository(), image);
    }
}
