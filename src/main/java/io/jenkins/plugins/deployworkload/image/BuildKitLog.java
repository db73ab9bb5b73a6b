package io.jenkins.plugins.deployworkload.image;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * BuildKit's progress. Plain: {@code #5 pushing manifest for a:1@sha256:… 0.1s done}, {@code #5 naming to a:1 done}. On a
 * terminal: {@code => => pushing manifest for a:1@sha256:… 0.1s}, where digests are cut off to the width. The digest is taken
 * from what was pushed: manifests that were only exported, of each platform and of attestations, name nothing by themselves.
 */
final class BuildKitLog implements LogReader {

    private static final Pattern PLAIN = Pattern.compile("#[0-9]{1,6} (.*?)(?: [0-9]{1,6}\\.[0-9]{1,3}s)?( done)?");
    private static final Pattern TERMINAL = Pattern.compile("=> => (.*?) +[0-9]{1,6}\\.[0-9]{1,3}s");
    private static final String PUSHING = "pushing manifest for ";
    private static final String NAMING = "naming to ";
    private static final String WRITING = "writing image ";
    private static final String CONFIG = "exporting config ";

    private long lastNamed = -1;
    private String lastVertex = "";

    @Override
    public void line(LogLine line, Gathering found) throws UnreadableOutputException {
        String text = line.text();
        if (text.startsWith("#")) {
            if (isOfInterest(text)) {
                Matcher plain = PLAIN.matcher(text);
                if (plain.matches()) {
                    String vertex = text.substring(0, text.indexOf(' '));
                    vertex(plain.group(1), vertex, plain.group(2) != null, line.number(), line.where(), found);
                }
            }
        } else if (text.startsWith("=> => ") && isOfInterest(text)) {
            Matcher terminal = TERMINAL.matcher(text);
            if (terminal.matches()) {
                vertex(terminal.group(1), "=>", true, line.number(), line.where(), found);
            }
        }
    }

    /** Spares the pattern for the many lines of a build's own steps. */
    private static boolean isOfInterest(String text) {
        return text.contains(PUSHING) || text.contains(NAMING) || text.contains(WRITING) || text.contains(CONFIG);
    }

    private void vertex(String text, String vertex, boolean done, long number, String where, Gathering found)
            throws UnreadableOutputException {
        if (text.startsWith(PUSHING) && done) {
            pushed(text.substring(PUSHING.length()), where, found);
        } else if (text.startsWith(NAMING)) {
            named(text.substring(NAMING.length()), vertex, done, number, where, found);
        } else if (text.startsWith(WRITING)) {
            found.imageId(text.substring(WRITING.length()));
        } else if (text.startsWith(CONFIG)) {
            found.imageId(text.substring(CONFIG.length()));
        }
    }

    private static void pushed(String name, String where, Gathering found) throws UnreadableOutputException {
        Reference reference = Reference.parse(name);
        if (reference != null && reference.digest() != null) {
            found.later(FoundImage.of(reference, Tool.BUILDKIT, where));
        } else {
            found.unusable(Tool.BUILDKIT, where, Messages.Digest_unusable(OutputText.quoted(name)));
        }
    }

    /** Names that follow each other directly are of one image. */
    private void named(String name, String vertex, boolean done, long number, String where, Gathering found)
            throws UnreadableOutputException {
        boolean follows = lastNamed == number - 1 && lastVertex.equals(vertex);
        lastNamed = number;
        lastVertex = vertex;
        Reference reference = done ? Reference.parse(name) : null;
        if (reference == null) {
            return;
        }
        if (follows && reference.tag() != null && found.lastIs(Tool.BUILDKIT, reference.repository())) {
            found.tagLast(reference.tag());
        } else {
            found.image(FoundImage.of(reference, Tool.BUILDKIT, where));
        }
    }
}
