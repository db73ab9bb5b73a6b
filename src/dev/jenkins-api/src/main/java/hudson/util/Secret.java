package hudson.util;

public final class Secret {
    private Secret() {}

    public native String getPlainText();

    public native String getEncryptedValue();

    public static native Secret fromString(String data);

    public static native Secret decrypt(String data);

    public static native String toString(Secret s);
}
