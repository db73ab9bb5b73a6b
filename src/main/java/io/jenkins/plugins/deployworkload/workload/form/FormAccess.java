package io.jenkins.plugins.deployworkload.workload.form;

import hudson.model.Item;
import hudson.model.ModifiableItemGroup;
import jenkins.model.Jenkins;

/**
 * Permission checks for the requests of a form. A check of {@link Item#CONFIGURE} on the job would be too strict in two
 * cases. The job of a branch cannot be configured, only its multibranch project can. The snippet generator is open to
 * users with {@link Item#EXTENDED_READ}.
 */
public final class FormAccess {

    private FormAccess() {}

    /**
     * Whether the user may read the job's configuration. This permission suffices for lists and checks that do not
     * connect to a cluster.
     */
    public static boolean mayRead(Item item) {
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.EXTENDED_READ);
    }

    /**
     * Whether the user may make Jenkins connect to a cluster, with credentials of Jenkins or of the job. The user must be allowed to
     * configure the job, or the multibranch project or organization folder that creates it.
     */
    public static boolean mayConnect(Item item) {
        if (item == null) {
            return false;
        }
        boolean isGenerated = item.getParent() instanceof Item && !(item.getParent() instanceof ModifiableItemGroup);
        return item.hasPermission(Item.CONFIGURE) || isGenerated && mayConnect((Item) item.getParent());
    }
}
