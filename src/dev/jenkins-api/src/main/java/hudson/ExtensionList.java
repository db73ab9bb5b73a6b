package hudson;

public class ExtensionList<T> {
    protected ExtensionList() {}

    public static native <U> U lookupSingleton(Class<U> type);
}
