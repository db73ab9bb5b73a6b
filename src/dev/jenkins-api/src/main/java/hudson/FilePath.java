package hudson;

import java.io.IOException;

public final class FilePath {
    private FilePath() {}

    public native FilePath[] list(String includes) throws IOException, InterruptedException;

    public native String getName();

    public native String getRemote();

    public native long length() throws IOException, InterruptedException;

    public native String readToString() throws IOException, InterruptedException;
}
