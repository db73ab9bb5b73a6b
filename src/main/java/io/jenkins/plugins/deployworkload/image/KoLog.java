package io.jenkins.plugins.deployworkload.image;

/**
 * ko: {@code Published a@sha256:…} on its standard error, and the reference alone in a line on its standard output. The latter
 * counts only while ko is seen to run, as other programs print references alone as well: of base images, for example.
 */
final class KoLog implements LogReader {

    private static final String PUBLISHED = "Published ";

    private boolean running;

    @Override
    public void line(LogLine line, Gathering found) throws UnreadableOutputException {
        String text = line.text();
        if (text.startsWith(PUBLISHED)) {
            reference(text.substring(PUBLISHED.length()), line.where(), found);
        } else if (text.startsWith("+ ")) {
            running = text.startsWith("+ ko ") || text.contains("/ko build ");
        } else if (text.startsWith("Publishing ") || text.startsWith("Using base ") && text.contains(" for ")) {
            running = true;
        } else if (running && text.contains("@" + Digest.PREFIX)) {
            reference(text, line.where(), found);
        }
    }

    private static void reference(String text, String where, Gathering found) throws UnreadableOutputException {
        Reference reference = Reference.parse(text);
        if (reference != null && reference.digest() != null) {
            found.image(FoundImage.of(reference, Tool.KO, where));
        } else if (Reference.isTruncated(text)) {
            found.unusable(Tool.KO, where, Messages._Digest_unusable(OutputText.quoted(text)));
        }
    }
}
