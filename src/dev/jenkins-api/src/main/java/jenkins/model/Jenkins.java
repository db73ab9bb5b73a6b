package jenkins.model;

import hudson.ProxyConfiguration;
import hudson.model.Item;
import hudson.model.ModifiableItemGroup;
import hudson.model.Queue;
import hudson.model.TopLevelItem;
import hudson.security.ACL;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import io.jenkins.plugins.deployworkload.signatures.Signature;
import org.springframework.security.core.Authentication;

public class Jenkins implements ModifiableItemGroup<TopLevelItem>, AccessControlled {
    public static final Permission ADMINISTER = Signature.noValue();

    public static final Authentication ANONYMOUS2 = Signature.noValue();

    private Jenkins() {}

    public static native Jenkins get();

    public static native Authentication getAuthentication2();

    @Override
    public native ACL getACL();

    @Override
    public native String getFullName();

    public native Queue getQueue();

    public native String getRootUrl();

    public native String getLegacyInstanceId();

    public native ProxyConfiguration getProxy();

    public native <T extends Item> T getItemByFullName(String fullName, Class<T> type);

    public final native <T extends Item> T getItem(String pathName, Item context, Class<T> type);
}
