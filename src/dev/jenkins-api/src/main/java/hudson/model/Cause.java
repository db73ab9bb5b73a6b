package hudson.model;

import java.util.List;

public abstract class Cause {
    Cause() {}

    public static class UserIdCause extends Cause {
        UserIdCause() {}

        public native String getUserId();
    }

    public static class UpstreamCause extends Cause {
        UpstreamCause() {}

        public native String getUpstreamProject();

        public native int getUpstreamBuild();

        public native List<Cause> getUpstreamCauses();
    }
}
