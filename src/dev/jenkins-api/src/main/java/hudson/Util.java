package hudson;

public class Util {
    private Util() {}

    public static native String xmlEscape(String text);

    public static native String fixNull(String text);

    public static native String fixEmptyAndTrim(String text);
}
