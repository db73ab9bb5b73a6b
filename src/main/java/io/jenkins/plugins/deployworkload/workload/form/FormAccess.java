package io.jenkins.plugins.deployworkload.workload.form;

import hudson.model.Item;
import hudson.model.ModifiableItemGroup;
import jenkins.model.Jenkins;

/**
 * Permission checks for the requests of a form. A check of {@link Item#CONFIGURE} on the job alone would be too strict
 * in two cases. First, nobody can configure the job of a branch; users configure its multibranch project instead.
 * Second, users with {@link Item#EXTENDED_READ} can use the snippet generator.
 */
public final class FormAccess {

    private FormAccess() {}

    /**
     * Whether the user has permission to read the job's configuration. The permission to read the configuration is
     * enough for form requests that do not connect to a cluster.
     */
    public static boolean mayRead(Item item) {
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.EXTENDED_READ);
    }

    /**
     * Whether the user is allowed to make Jenkins connect to a cluster, with credentials of Jenkins or of the job. The
     * user needs the permission to configure the job. For a job of a multibranch project or organization folder, the
     * permission to configure the project or folder is enough.
     */
    public static boolean mayConnect(Item item) {
        if (item == null) {
            return false;
        }
        boolean isGenerated = item.getParent() instanceof Item && !(item.getParent() instanceof ModifiableItemGroup);
        return item.hasPermission(Item.CONFIGURE) || isGenerated && mayConnect((Item) item.getParent());
    }
}
