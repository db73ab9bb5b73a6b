package io.jenkins.plugins.deployworkload.workload.form;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.ModifiableItemGroup;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/**
 * Users can make Jenkins connect to a cluster if they have permission to configure the job, or the multibranch project
 * or folder that creates the job.
 */
class FormAccessTest {

    /** @param types interfaces of the item, in addition to {@code Item} */
    private static Item item(boolean mayConfigure, Object parent, Class<?>... types) {
        Class<?>[] interfaces = new Class<?>[types.length + 1];
        System.arraycopy(types, 0, interfaces, 1, types.length);
        interfaces[0] = Item.class;
        return (Item) Proxy.newProxyInstance(
                FormAccessTest.class.getClassLoader(),
                interfaces,
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "hasPermission" -> mayConfigure;
                    case "getParent" -> parent;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void allowsUsersWhoMayConfigureTheJob() {
        assertThat(FormAccess.mayConnect(item(true, null))).isTrue();
        assertThat(FormAccess.mayConnect(item(false, null))).isFalse();
    }

    @Test
    void deniesOutsideOfAJob() {
        assertThat(FormAccess.mayConnect(null)).isFalse();
    }

    @Test
    void multibranchPermissionCoversItsBranches() {
        Item allowed = item(true, null, ItemGroup.class);
        Item denied = item(false, null, ItemGroup.class);

        assertThat(FormAccess.mayConnect(item(false, allowed))).isTrue();
        assertThat(FormAccess.mayConnect(item(false, denied))).isFalse();
    }

    @Test
    void organizationPermissionCoversItsProjects() {
        Item organization = item(true, null, ItemGroup.class);
        Item project = item(false, organization, ItemGroup.class);

        assertThat(FormAccess.mayConnect(item(false, project))).isTrue();
    }

    @Test
    void folderPermissionDoesNotCoverItsJobs() {
        Item folder = item(true, null, ModifiableItemGroup.class);
        Item project = item(false, folder, ItemGroup.class);

        assertThat(FormAccess.mayConnect(item(false, folder))).isFalse();
        assertThat(FormAccess.mayConnect(item(false, project))).isFalse();
    }
}
