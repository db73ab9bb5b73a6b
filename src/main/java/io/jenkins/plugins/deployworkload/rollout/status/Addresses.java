package io.jenkins.plugins.deployworkload.rollout.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree.Address;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The addresses of Services and Ingresses for browsers. Hosts and paths come from the cluster, so that only those appear
 * in a URL that need no escaping.
 */
public final class Addresses {

    /** The limit of addresses of one object. */
    private static final int MAX_ADDRESSES = 10;

    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");

    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._~/-]{0,500}");

    private static final int HTTP = 80;

    private static final int HTTPS = 443;

    private Addresses() {}

    /**
     * @param object the last known state of an object; {@code null} if it is not known
     * @return the addresses of an Ingress, or of a Service of type LoadBalancer; empty for other objects
     */
    public static List<Address> of(HasMetadata object) {
        return urls(object)
                .distinct()
                .limit(MAX_ADDRESSES)
                .map(url -> new Address(object.getKind(), object.getMetadata().getName(), url))
                .toList();
    }

    private static Stream<String> urls(HasMetadata object) {
        if (object instanceof Service service) {
            return urls(service);
        }
        return object instanceof Ingress ingress ? urls(ingress) : Stream.empty();
    }

    private static Stream<String> urls(Service service) {
        return LoadBalancerStatusReader.addresses(service).stream()
                .flatMap(address -> Stream.of(address.getHostname(), address.getIp())
                        .filter(Objects::nonNull)
                        .limit(1))
                .flatMap(host -> host(host).stream())
                .flatMap(host -> service.getSpec().getPorts().stream()
                        .flatMap(port -> scheme(port).map(scheme -> url(scheme, host, port.getPort(), "/")).stream()));
    }

    /** The scheme of a port that speaks HTTP, by its {@code appProtocol}, its name or its number. */
    private static Optional<String> scheme(ServicePort port) {
        if (port.getProtocol() != null && !"TCP".equals(port.getProtocol())) {
            return Optional.empty();
        }
        String protocol =
                Objects.requireNonNullElse(port.getAppProtocol(), Objects.requireNonNullElse(port.getName(), ""));
        if (protocol.matches("https(-.*)?") || Objects.equals(port.getPort(), HTTPS)) {
            return Optional.of("https");
        }
        return protocol.matches("http(-.*)?") || Objects.equals(port.getPort(), HTTP)
                ? Optional.of("http")
                : Optional.empty();
    }

    private static Stream<String> urls(Ingress ingress) {
        if (ingress.getSpec() == null) {
            return Stream.empty();
        }
        Set<String> encrypted = ingress.getSpec().getTls().stream()
                .flatMap(tls -> tls.getHosts().stream())
                .collect(Collectors.toSet());
        return ingress.getSpec().getRules().stream()
                .filter(rule -> rule.getHost() != null)
                .flatMap(rule -> host(rule.getHost()).stream()
                        .flatMap(host -> paths(rule).map(path -> {
                            boolean https = encrypted.contains(rule.getHost());
                            return url(https ? "https" : "http", host, https ? HTTPS : HTTP, path);
                        })));
    }

    private static Stream<String> paths(IngressRule rule) {
        return rule.getHttp() == null
                ? Stream.of("/")
                : rule.getHttp().getPaths().stream()
                        .map(HTTPIngressPath::getPath)
                        .map(path -> path != null && PATH.matcher(path).matches() ? path : "/");
    }

    /** The host as it stands in a URL; empty for a pattern such as {@code *.example.com} and for anything unexpected. */
    private static Optional<String> host(String host) {
        if (HOST_NAME.matcher(host).matches()) {
            return Optional.of(host);
        }
        return host.contains(":") && IPV6.matcher(host).matches() ? Optional.of("[" + host + "]") : Optional.empty();
    }

    private static String url(String scheme, String host, int port, String path) {
        boolean isDefault = port == ("https".equals(scheme) ? HTTPS : HTTP);
        return scheme + "://" + host + (isDefault ? "" : ":" + port) + path;
    }
}
