package io.jenkins.plugins.deployworkload.cluster.access;

import io.jenkins.plugins.deployworkload.workload.form.Localized;
import java.util.function.Supplier;

/**
 * Which jobs own an application together. The constants are lower case, because Configuration as Code uses their names
 * as values.
 */
public enum OwnerScope implements Localized {
    /** One job. Each branch of a multibranch project is a job. */
    job(Messages::OwnerScope_job),
    /** The branches of one multibranch project share their applications. Any other job is an owner by itself. */
    project(Messages::OwnerScope_project),
    /** All jobs directly in one folder share their applications. */
    folder(Messages::OwnerScope_folder);

    private final transient Supplier<String> displayName;

    OwnerScope(Supplier<String> displayName) {
        this.displayName = displayName;
    }

    @Override
    public String displayName() {
        return displayName.get();
    }
}
