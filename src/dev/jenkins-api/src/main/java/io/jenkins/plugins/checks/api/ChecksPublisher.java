package io.jenkins.plugins.checks.api;

public abstract class ChecksPublisher {
    public abstract void publish(ChecksDetails details);

    public static class NullChecksPublisher extends ChecksPublisher {
        private NullChecksPublisher() {}

        @Override
        public native void publish(ChecksDetails details);
    }
}
