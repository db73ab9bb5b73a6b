package io.jenkins.plugins.deployworkload.image;

/**
 * Spring Boot's {@code build-image} and pack, which say nearly the same: {@code Successfully built image 'a:1'}, {@code
 * Successfully created image tag 'a:2'}, {@code > Pushed image 'a:1'}. Where it is coloured, pack leaves out the quotes.
 */
final class BuildpacksLog implements LogReader {

    private static final String BUILT = "Successfully built image ";
    private static final String TAGGED = "Successfully created image tag ";
    private static final String PUSHED = "> Pushed image ";

    private Tool tool = Tool.PACK;

    /** Whether a build of Spring Boot has begun and not ended: the lifecycle that it runs says what that of pack says. */
    private boolean inside;

    /** What was built last; {@code null} if nothing. */
    private FoundImage built;

    @Override
    public void line(LogLine line, Gathering found) throws UnreadableOutputException {
        String text = line.text();
        if (text.startsWith("> Pulling builder image ")
                || text.startsWith("> Pulled builder image ")
                || text.startsWith("> Executing lifecycle version ")
                || text.startsWith("Building image '")) {
            tool = Tool.SPRING_BOOT;
            inside = true;
        } else if (text.startsWith("+ pack ") || !inside && text.startsWith("===> ")) {
            tool = Tool.PACK;
            inside = false;
        } else if (text.startsWith(PUSHED)) {
            tool = Tool.SPRING_BOOT;
            pushed(text.substring(PUSHED.length()), line.where(), found);
        } else if (text.startsWith(BUILT)) {
            inside = false;
            built(text.substring(BUILT.length()), line.where(), found);
        } else if (text.startsWith(TAGGED)) {
            tagged(text.substring(TAGGED.length()), line.where(), found);
        }
    }

    private void pushed(String quoted, String where, Gathering found) throws UnreadableOutputException {
        Reference reference = reference(quoted, where, found);
        if (reference != null) {
            found.pushed(FoundImage.of(reference, tool, where).asPushed());
        }
    }

    private void built(String quoted, String where, Gathering found) throws UnreadableOutputException {
        Reference reference = reference(quoted, where, found);
        built = reference == null ? null : FoundImage.of(reference, tool, where);
        if (built != null) {
            found.built(built);
        }
    }

    private void tagged(String quoted, String where, Gathering found) throws UnreadableOutputException {
        Reference reference = reference(quoted, where, found);
        if (reference == null) {
            return;
        }
        if (built != null && reference.tag() != null && built.repository().equals(reference.repository())) {
            built = found.tagged(built, reference.tag());
        } else {
            found.built(FoundImage.of(reference, tool, where));
        }
    }

    private Reference reference(String quoted, String where, Gathering found) {
        boolean quotes = quoted.length() > 2 && quoted.startsWith("'") && quoted.endsWith("'");
        String text = quotes ? quoted.substring(1, quoted.length() - 1) : quoted;
        Reference reference = Reference.parse(text);
        if (reference == null) {
            found.unusable(tool, where, Messages._Reference_unusable(OutputText.quoted(text)));
        }
        return reference;
    }
}
