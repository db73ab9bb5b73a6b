package jenkins.security;

import java.io.IOException;

public abstract class ConfidentialKey {
    protected ConfidentialKey(String id) {}

    protected native byte[] load() throws IOException;

    protected native void store(byte[] payload) throws IOException;
}
