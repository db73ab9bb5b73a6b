package hudson;

public class Functions {
    private Functions() {}

    public static native boolean isArtifactsPermissionEnabled();
}
