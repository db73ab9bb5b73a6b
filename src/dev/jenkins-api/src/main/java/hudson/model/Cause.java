package hudson.model;

public abstract class Cause {
    Cause() {}

    public static class UpstreamCause extends Cause {
        UpstreamCause() {}

        public native String getUpstreamProject();

        public native int getUpstreamBuild();
    }
}
