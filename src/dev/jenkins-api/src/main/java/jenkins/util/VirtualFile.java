package jenkins.util;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;

public abstract class VirtualFile {
    protected VirtualFile() {}

    public abstract boolean isDirectory() throws IOException;

    public native Collection<String> list(String includes, String excludes, boolean useDefaultExcludes)
            throws IOException;

    public abstract VirtualFile child(String name);

    public abstract InputStream open() throws IOException;
}
