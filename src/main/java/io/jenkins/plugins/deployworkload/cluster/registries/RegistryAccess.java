package io.jenkins.plugins.deployworkload.cluster.registries;

import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.jenkins.plugins.deployworkload.client.config.ProxySetting;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.registry.RegistryAddress;
import io.jenkins.plugins.deployworkload.registry.RegistryService;
import io.jenkins.plugins.deployworkload.registry.RegistrySettings;
import java.net.Proxy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** The registries that a job may use, and how to reach them. */
public final class RegistryAccess {

    private static final Logger LOGGER = Logger.getLogger(RegistryAccess.class.getName());

    /** The clients that forms and deploys share. */
    public static final RegistryService SERVICE = new RegistryService();

    private RegistryAccess() {}

    /** The registries that a job may use. */
    public static List<ContainerRegistry> ofJob(List<ContainerRegistry> registries, String jobFullName) {
        return registries.stream()
                .filter(registry -> registry.allowsJob(jobFullName)
                        && registry.parsedAddress().isPresent())
                .toList();
    }

    /** The registry of an image; empty if it is not one of these. */
    public static Optional<ContainerRegistry> find(List<ContainerRegistry> registries, OciReference image) {
        return registries.stream()
                .filter(registry -> registry.parsedAddress()
                        .filter(address -> address.holds(image))
                        .isPresent())
                .findFirst();
    }

    /**
     * How to reach a valid registry.
     *
     * @throws IllegalStateException if the credential of the registry does not exist; the message does not name it, because
     *     users of a job must not learn the IDs of the administrator's credentials
     */
    public static RegistrySettings settings(ContainerRegistry registry) {
        RegistryAddress address = registry.parsedAddress().orElseThrow();
        return new RegistrySettings(
                address,
                registry.getCaCertificate(),
                login(registry, address),
                new LinkedHashSet<>(registry.getTokenHosts()),
                new LinkedHashSet<>(registry.getStorageHosts()),
                proxy(registry, address));
    }

    private static RegistrySettings.Login login(ContainerRegistry registry, RegistryAddress address) {
        String id = registry.getCredentialsId();
        if (id == null || id.isBlank()) {
            return null;
        }
        return RegistryCredentials.login(id, address).orElseThrow(() -> {
            LOGGER.warning(() -> "Registry " + address.name() + ": there is no user name with password with the ID "
                    + id + " in the credentials of Jenkins itself");
            return new IllegalStateException(Messages.RegistryAccess_NoCredential(address.name()));
        });
    }

    private static ProxySetting proxy(ContainerRegistry registry, RegistryAddress address) {
        ProxyConfiguration proxy =
                Boolean.TRUE.equals(registry.getProxy()) ? Jenkins.get().getProxy() : null;
        if (proxy == null
                || proxy.getName() == null
                || proxy.createProxy(address.url().getHost()).type() == Proxy.Type.DIRECT) {
            return new ProxySetting.Direct();
        }
        return new ProxySetting.HttpProxy(
                proxy.getName(), proxy.getPort(), proxy.getUserName(), Secret.toString(proxy.getSecretPassword()));
    }
}
