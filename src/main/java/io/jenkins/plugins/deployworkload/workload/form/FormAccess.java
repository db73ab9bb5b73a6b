package io.jenkins.plugins.deployworkload.workload.form;

import hudson.model.Item;
import hudson.model.ModifiableItemGroup;
import jenkins.model.Jenkins;

/**
 * What a form tells to whom. A branch's job is made by its multibranch project, and nobody may configure it; the snippet
 * generator shows its forms to those who may read its configuration.
 */
public final class FormAccess {

    private FormAccess() {}

    /** Whether lists and checks are answered, which need no cluster: to those who may see how the job is configured. */
    public static boolean mayRead(Item item) {
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.EXTENDED_READ);
    }

    /**
     * Whether Jenkins may connect somewhere for a form, with a credential of its own or of the job: for those who may configure
     * the job, or what makes it where nobody may.
     */
    public static boolean mayConnect(Item item) {
        if (item == null) {
            return false;
        }
        boolean made = item.getParent() instanceof Item && !(item.getParent() instanceof ModifiableItemGroup);
        return item.hasPermission(Item.CONFIGURE) || made && mayConnect((Item) item.getParent());
    }
}
