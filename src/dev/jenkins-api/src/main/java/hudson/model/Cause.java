package hudson.model;

import java.util.List;

public abstract class Cause {
    public Cause() {}

    public abstract String getShortDescription();

    public static class UserIdCause extends Cause {
        public UserIdCause() {}

        @Override
        public native String getShortDescription();

        public native String getUserId();
    }

    public static class UpstreamCause extends Cause {
        UpstreamCause() {}

        @Override
        public native String getShortDescription();

        public native String getUpstreamProject();

        public native int getUpstreamBuild();

        public native List<Cause> getUpstreamCauses();
    }
}
