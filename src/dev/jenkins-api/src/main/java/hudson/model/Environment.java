package hudson.model;

import java.io.IOException;

public abstract class Environment {
    public Environment() {}

    @SuppressWarnings("rawtypes")
    public boolean tearDown(AbstractBuild build, BuildListener listener) throws IOException, InterruptedException {
        return true;
    }
}
