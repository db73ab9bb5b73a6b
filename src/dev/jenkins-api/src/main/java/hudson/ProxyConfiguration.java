package hudson;

import hudson.util.Secret;
import java.net.Proxy;

public final class ProxyConfiguration {
    private ProxyConfiguration() {}

    public native String getName();

    public native int getPort();

    public native String getUserName();

    public native Secret getSecretPassword();

    public native Proxy createProxy(String host);
}
