package io.jenkins.plugins.checks.api;

import java.time.LocalDateTime;

public class ChecksDetails {
    private ChecksDetails() {}

    public static class ChecksDetailsBuilder {
        public ChecksDetailsBuilder() {}

        public native ChecksDetailsBuilder withName(String name);

        public native ChecksDetailsBuilder withStatus(ChecksStatus status);

        public native ChecksDetailsBuilder withDetailsURL(String detailsURL);

        public native ChecksDetailsBuilder withStartedAt(LocalDateTime startedAt);

        public native ChecksDetailsBuilder withConclusion(ChecksConclusion conclusion);

        public native ChecksDetailsBuilder withCompletedAt(LocalDateTime completedAt);

        public native ChecksDetailsBuilder withOutput(ChecksOutput output);

        public native ChecksDetails build();
    }
}
