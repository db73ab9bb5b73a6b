package io.jenkins.plugins.deployworkload.rollout.status;

import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.LoadBalancerStatus;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Service of type LoadBalancer is healthy when the load balancer has an address. Helm and Argo CD wait for it, too.
 * Services of other types are healthy once accepted.
 */
final class LoadBalancerStatusReader implements StatusReader<Service> {

    @Override
    public StatusResult readStatus(Service object, ExpectedState expected) {
        String addresses = addresses(object).stream()
                .flatMap(ingress -> Stream.of(ingress.getHostname(), ingress.getIp())
                        .filter(Objects::nonNull)
                        .limit(1))
                .collect(Collectors.joining(", "));
        return addresses.isEmpty()
                ? StatusResult.inProgress(Messages.LoadBalancerStatusReader_noAddress())
                : StatusResult.healthy(Messages.LoadBalancerStatusReader_addresses(addresses));
    }

    static List<LoadBalancerIngress> addresses(Service service) {
        return Optional.ofNullable(service.getStatus())
                .map(ServiceStatus::getLoadBalancer)
                .map(LoadBalancerStatus::getIngress)
                .orElse(List.of());
    }
}
