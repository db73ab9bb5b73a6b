package hudson;

import io.jenkins.plugins.deployworkload.signatures.Signature;
import java.io.IOException;

public final class FilePath {
    private FilePath() {}

    public FilePath[] list(String includes) throws IOException, InterruptedException {
        throw Signature.only();
    }

    public String getName() {
        throw Signature.only();
    }

    public String getRemote() {
        throw Signature.only();
    }

    public long length() throws IOException, InterruptedException {
        throw Signature.only();
    }

    public String readToString() throws IOException, InterruptedException {
        throw Signature.only();
    }
}
