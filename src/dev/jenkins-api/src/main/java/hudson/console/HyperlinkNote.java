package hudson.console;

@SuppressWarnings("rawtypes")
public class HyperlinkNote extends ConsoleNote {
    private static final long serialVersionUID = 3908468829358026949L;

    private HyperlinkNote() {}

    public static native String encodeTo(String url, String text);
}
