package hudson.console;

import java.io.IOException;
import java.io.OutputStream;

public class AnnotatedLargeText<T> {
    private AnnotatedLargeText() {}

    public native long length();

    public native long writeRawLogTo(long start, OutputStream out) throws IOException;
}
