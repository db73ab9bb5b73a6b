package io.jenkins.plugins.deployworkload.cluster.access;

import io.jenkins.plugins.deployworkload.workload.form.Localized;
import java.util.function.Supplier;

/**
 * An option of the step that a rule must allow, because it changes what is not the application's own, or what is not in its namespace. The constants have
 * the names of the options. All other options concern only the application that is deployed.
 */
public enum AllowedOption implements Localized {
    /** Takes over objects of other applications and clients. */
    adopt(Messages::AllowedOption_adopt),
    /** Takes over fields of other field managers. */
    forceConflicts(Messages::AllowedOption_forceConflicts),
    /** Creates the namespace of the deploy. */
    createNamespace(Messages::AllowedOption_createNamespace);

    private final transient Supplier<String> displayName;

    AllowedOption(Supplier<String> displayName) {
        this.displayName = displayName;
    }

    @Override
    public String displayName() {
        return displayName.get();
    }
}
