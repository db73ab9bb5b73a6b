package jenkins.model;

import hudson.ProxyConfiguration;
import hudson.model.Item;
import hudson.model.ModifiableItemGroup;
import hudson.model.TopLevelItem;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import io.jenkins.plugins.deployworkload.signatures.Signature;

public class Jenkins implements ModifiableItemGroup<TopLevelItem>, AccessControlled {
    public static final Permission ADMINISTER = Signature.none();

    private Jenkins() {}

    public static native Jenkins get();

    public native ProxyConfiguration getProxy();

    public final native <T extends Item> T getItem(String pathName, Item context, Class<T> type);
}
