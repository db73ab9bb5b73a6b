package io.jenkins.plugins.deployworkload.image;

/** {@code Built and pushed image as a:1, a:2}: all names of one image. */
final class JibLog implements LogReader {

    private static final String PUSHED = "Built and pushed image as ";
    private static final String TO_DAEMON = "Built image to Docker daemon as ";
    private static final String TO_FILE = "Built image tarball at ";

    @Override
    public void line(LogLine line, Gathering found) throws UnreadableOutputException {
        String text = line.text();
        if (text.startsWith(PUSHED)) {
            pushed(text.substring(PUSHED.length()), line.where(), found);
        } else if (text.startsWith(TO_DAEMON)) {
            found.unusable(
                    Tool.JIB,
                    line.where(),
                    Messages._Jib_notPushed(OutputText.quoted(text.substring(TO_DAEMON.length()))));
        } else if (text.startsWith(TO_FILE)) {
            found.unusable(
                    Tool.JIB,
                    line.where(),
                    Messages._Jib_notPushed(OutputText.quoted(text.substring(TO_FILE.length()))));
        }
    }

    private static void pushed(String list, String where, Gathering found) throws UnreadableOutputException {
        ImageNames names = new ImageNames();
        for (String name : list.split(", ", -1)) {
            Reference reference = Reference.parse(name);
            if (reference == null) {
                found.unusable(Tool.JIB, where, Messages._Reference_unusable(OutputText.quoted(name)));
                return;
            }
            names.add(reference);
        }
        for (FoundImage image : names.images(null, Tool.JIB, where)) {
            found.built(image.asPushed());
        }
    }
}
