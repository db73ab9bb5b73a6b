package hudson.util;

public final class Secret {
    private Secret() {}

    public native String getPlainText();

    public static native String toString(Secret s);
}
