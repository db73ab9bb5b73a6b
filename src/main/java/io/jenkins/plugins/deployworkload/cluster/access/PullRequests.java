package io.jenkins.plugins.deployworkload.cluster.access;

import io.jenkins.plugins.deployworkload.workload.form.Localized;
import java.util.function.Supplier;

/**
 * Which jobs that build pull requests may deploy. The constants are lower case, because Configuration as Code uses their
 * names as values.
 */
public enum PullRequests implements Localized {
    none(Messages::PullRequests_none),
    /** Pull requests of branches of the repository itself, which need write access to it. */
    origin(Messages::PullRequests_origin),
    /** Also pull requests of forks, which everybody may open who can read the repository. */
    all(Messages::PullRequests_all);

    private final transient Supplier<String> displayName;

    PullRequests(Supplier<String> displayName) {
        this.displayName = displayName;
    }

    @Override
    public String displayName() {
        return displayName.get();
    }
}
