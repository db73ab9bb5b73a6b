package io.jenkins.plugins.deployworkload.rollout.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree.Address;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressesTest {

    private static List<String> urls(HasMetadata object) {
        return Addresses.of(object).stream().map(Address::url).toList();
    }

    private static Service service(String ip, String hostname) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName("web")
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withPort(80)
                .endPort()
                .addNewPort()
                .withName("https-admin")
                .withPort(8443)
                .endPort()
                .addNewPort()
                .withName("postgres")
                .withPort(5432)
                .endPort()
                .addNewPort()
                .withName("http3")
                .withProtocol("UDP")
                .withPort(443)
                .endPort()
                .endSpec()
                .withNewStatus()
                .withNewLoadBalancer()
                .addNewIngress()
                .withIp(ip)
                .withHostname(hostname)
                .endIngress()
                .endLoadBalancer()
                .endStatus()
                .build();
    }

    private static HasMetadata ingress(String host, String path) {
        return new IngressBuilder()
                .withNewMetadata()
                .withName("web")
                .endMetadata()
                .withNewSpec()
                .addNewTl()
                .withHosts("secure.example.com")
                .endTl()
                .addNewRule()
                .withHost(host)
                .withNewHttp()
                .addNewPath()
                .withPath(path)
                .endPath()
                .endHttp()
                .endRule()
                .endSpec()
                .build();
    }

    @Test
    void loadBalancerHasAddressOfEachHttpPort() {
        assertThat(urls(service("203.0.113.7", null)))
                .containsExactly("http://203.0.113.7/", "https://203.0.113.7:8443/");
        assertThat(urls(service("203.0.113.7", "lb.example.com")))
                .containsExactly("http://lb.example.com/", "https://lb.example.com:8443/");
        assertThat(urls(service("2001:db8::7", null)))
                .containsExactly("http://[2001:db8::7]/", "https://[2001:db8::7]:8443/");
    }

    @Test
    void ingressHasAddressOfEachHost() {
        assertThat(urls(ingress("secure.example.com", "/shop"))).containsExactly("https://secure.example.com/shop");
        assertThat(urls(ingress("shop.example.com", null))).containsExactly("http://shop.example.com/");
    }

    @Test
    void patternsAreNoAddresses() {
        assertThat(urls(ingress("*.example.com", "/"))).isEmpty();
        assertThat(urls(ingress("shop.example.com", "/api(/|$)(.*)"))).containsExactly("http://shop.example.com/");
    }

    @Test
    void unexpectedHostsAreLeftOut() {
        for (String host : List.of(
                "evil.example.com/\"><script>", "user@evil.example.com", "a b", "", "javascript:alert(1)", "a\nb")) {
            assertThat(urls(ingress(host, "/"))).as(host).isEmpty();
            assertThat(urls(service(null, host))).as(host).isEmpty();
        }
    }

    @Test
    void otherObjectsHaveNoAddress() {
        assertThat(Addresses.of(new ConfigMap())).isEmpty();
        assertThat(Addresses.of(null)).isEmpty();
        assertThat(urls(new ServiceBuilder().withNewSpec().endSpec().build())).isEmpty();
    }
}
