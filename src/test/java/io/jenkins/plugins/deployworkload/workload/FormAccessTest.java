package io.jenkins.plugins.deployworkload.workload;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.ModifiableItemGroup;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** For whom Jenkins connects somewhere: those who may configure the job, or what makes it. */
class FormAccessTest {

    /** @param parent and whatever else it is */
    private static Item item(boolean mayConfigure, Object parent, Class<?>... types) {
        Class<?>[] all = new Class<?>[types.length + 1];
        System.arraycopy(types, 0, all, 1, types.length);
        all[0] = Item.class;
        return (Item) Proxy.newProxyInstance(
                FormAccessTest.class.getClassLoader(), all, (proxy, method, arguments) -> switch (method.getName()) {
                    case "hasPermission" -> mayConfigure;
                    case "getParent" -> parent;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void whoMayConfigureTheJobMayAsk() {
        assertThat(FormAccess.mayAsk(item(true, null))).isTrue();
        assertThat(FormAccess.mayAsk(item(false, null))).isFalse();
    }

    @Test
    void nobodyAsksOutsideOfAJob() {
        assertThat(FormAccess.mayAsk(null)).isFalse();
    }

    @Test
    void whoMayConfigureTheMultibranchProjectMayAskForItsBranches() {
        Item allowed = item(true, null, ItemGroup.class);
        Item denied = item(false, null, ItemGroup.class);

        assertThat(FormAccess.mayAsk(item(false, allowed))).isTrue();
        assertThat(FormAccess.mayAsk(item(false, denied))).isFalse();
    }

    @Test
    void orThatOfTheOrganizationWhichMakesTheProject() {
        Item organization = item(true, null, ItemGroup.class);
        Item project = item(false, organization, ItemGroup.class);

        assertThat(FormAccess.mayAsk(item(false, project))).isTrue();
    }

    @Test
    void whoMayConfigureAFolderMayNotAskForTheJobsThatOthersMadeInIt() {
        Item folder = item(true, null, ModifiableItemGroup.class);
        Item project = item(false, folder, ItemGroup.class);

        assertThat(FormAccess.mayAsk(item(false, folder))).isFalse();
        assertThat(FormAccess.mayAsk(item(false, project))).isFalse();
    }
}
