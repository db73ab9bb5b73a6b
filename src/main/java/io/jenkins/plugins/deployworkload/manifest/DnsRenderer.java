package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.HostAliasBuilder;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodDNSConfigBuilder;
import io.fabric8.kubernetes.api.model.PodDNSConfigOption;
import io.jenkins.plugins.deployworkload.manifest.value.EmptyToNull;
import io.jenkins.plugins.deployworkload.workload.pod.network.PodDnsConfig;

/** Renders the name resolution of pods. */
final class DnsRenderer {

    private DnsRenderer() {}

    static PodDNSConfig config(PodDnsConfig config) {
        return config == null
                ? null
                : EmptyToNull.of(
                        new PodDNSConfigBuilder()
                                .withNameservers(config.getNameservers())
                                .withSearches(config.getSearches())
                                .withOptions(config.getOptions().stream()
                                        .map(option -> new PodDNSConfigOption(option.getName(), option.getValue()))
                                        .toList())
                                .build(),
                        new PodDNSConfig());
    }

    static HostAlias hostAlias(io.jenkins.plugins.deployworkload.workload.pod.network.HostAlias alias) {
        return new HostAliasBuilder()
                .withIp(alias.getIp())
                .withHostnames(alias.getHostnames())
                .build();
    }
}
