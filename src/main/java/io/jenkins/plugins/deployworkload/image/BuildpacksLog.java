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

    @Override
    public void line(LogLine line, Gathering found) throws UnreadableOutputException {
        String text = line.text();
        if (text.startsWith("> Pulling builder image ")
                || text.startsWith("> Executing lifecycle version ")
                || text.startsWith("Building image '")) {
            tool = Tool.SPRING_BOOT;
        } else if (text.startsWith("===> ") || text.startsWith("+ pack ")) {
            tool = Tool.PACK;
        } else if (text.startsWith(PUSHED)) {
            tool = Tool.SPRING_BOOT;
            image(text.substring(PUSHED.length()), line.where(), found);
        } else if (text.startsWith(BUILT)) {
            image(text.substring(BUILT.length()), line.where(), found);
        } else if (text.startsWith(TAGGED)) {
            tag(text.substring(TAGGED.length()), line.where(), found);
        }
    }

    private void image(String quoted, String where, Gathering found) throws UnreadableOutputException {
        Reference reference = reference(quoted, where, found);
        if (reference != null) {
            found.later(FoundImage.of(reference, tool, where));
        }
    }

    private void tag(String quoted, String where, Gathering found) throws UnreadableOutputException {
        Reference reference = reference(quoted, where, found);
        if (reference != null
                && reference.tag() != null
                && reference.digest() == null
                && found.lastIs(tool, reference.repository())) {
            found.tagLast(reference.tag());
        } else if (reference != null) {
            found.later(FoundImage.of(reference, tool, where));
        }
    }

    private Reference reference(String quoted, String where, Gathering found) {
        boolean quotes = quoted.length() > 2 && quoted.startsWith("'") && quoted.endsWith("'");
        String text = quotes ? quoted.substring(1, quoted.length() - 1) : quoted;
        Reference reference = Reference.parse(text);
        if (reference == null) {
            found.unusable(tool, where, Messages.Reference_unusable(OutputText.quoted(text)));
        }
        return reference;
    }
}
