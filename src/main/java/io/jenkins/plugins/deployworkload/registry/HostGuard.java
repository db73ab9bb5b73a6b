package io.jenkins.plugins.deployworkload.registry;

import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Decides to which addresses a registry may send the client: to itself, and over TLS to the hosts that the configuration
 * names. Otherwise a registry could make the controller send requests, or a login, into its own network.
 */
final class HostGuard {

    private final RegistrySettings settings;

    HostGuard(RegistrySettings settings) {
        this.settings = settings;
    }

    /** @throws RegistryException if the login must not be sent to the address */
    void checkTokenHost(URI uri) throws RegistryException {
        Set<String> allowed = new HashSet<>(settings.tokenHosts());
        allowed.addAll(settings.address().knownTokenHosts());
        if (!isRegistry(uri) && !isAllowed(uri, allowed)) {
            throw unusable(uri, true);
        }
    }

    /** @throws RegistryException if the registry must not redirect to the address */
    void checkStorageHost(URI uri) throws RegistryException {
        if (!isRegistry(uri) && !isAllowed(uri, settings.storageHosts())) {
            throw unusable(uri, false);
        }
    }

    /** Whether the address has the scheme, host and port of the registry. */
    boolean isRegistry(URI uri) {
        URI registry = settings.address().url();
        return uri.getUserInfo() == null
                && registry.getScheme().equalsIgnoreCase(uri.getScheme())
                && uri.getHost() != null
                && registry.getHost().equalsIgnoreCase(uri.getHost())
                && port(registry) == port(uri);
    }

    private boolean isAllowed(URI uri, Set<String> hosts) {
        if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || uri.getUserInfo() != null) {
            return false;
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return hosts.stream().anyMatch(allowed -> matches(allowed.toLowerCase(Locale.ROOT), host, uri))
                && (!isLocal(host) || isLocal(settings.address().url().getHost()));
    }

    /** @param allowed a host, a host with a port, or {@code *.} and a domain */
    private static boolean matches(String allowed, String host, URI uri) {
        return allowed.startsWith("*.")
                ? host.endsWith(allowed.substring(1)) && port(uri) == port(URI.create("https://any"))
                : allowed.contains(":") && !allowed.endsWith("]")
                        ? allowed.equals(host + ":" + port(uri))
                        : allowed.equals(host) && port(uri) == port(URI.create("https://any"));
    }

    /**
     * Whether a name stands for an address of this machine or link, such as the metadata service of a cloud. With a proxy,
     * the proxy resolves the name, and the addresses of this machine do not count.
     */
    private boolean isLocal(String host) {
        if (settings.proxy() instanceof ProxySetting.HttpProxy) {
            return false;
        }
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .anyMatch(address -> address.isLoopbackAddress()
                            || address.isLinkLocalAddress()
                            || address.isAnyLocalAddress()
                            || address.isMulticastAddress());
        } catch (UnknownHostException e) {
            // The request fails with the same reason.
            return false;
        }
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private RegistryException unusable(URI uri, boolean token) {
        String target = RegistryHttp.text(uri.getScheme() + "://" + uri.getRawAuthority());
        return new RegistryException(
                RegistryException.Kind.UNUSABLE,
                token
                        ? Messages._HostGuard_token(settings.name(), target)
                        : Messages._HostGuard_redirect(settings.name(), target));
    }
}
