package hudson;

public class Util {
    private Util() {}

    public static native String getTimeSpanString(long duration);
}
