package io.jenkins.plugins.deployworkload.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns of image repositories and of kinds. */
class PatternsTest {

    @ParameterizedTest
    @CsvSource({
        "registry.example,          registry.example/web,                 true",
        "registry.example,          registry.example/a/b/web:1,           true",
        "registry.example,          REGISTRY.example/web,                 true",
        "registry.example,          registry.example:5000/web,            false",
        "registry.example,          registry.example.evil.io/web,         false",
        "registry.example,          evil.io/registry.example/web,         false",
        "registry.example,          web,                                  false",
        "registry.example:5000/a/*, registry.example:5000/a/web,          true",
        "registry.example:5000/a/*, registry.example:5000/a/b/web,        false",
        "registry.example:5000/a/*, registry.example:5000/a,              false",
        "registry.example/a/**,     registry.example/a/b/web,             true",
        "*.example,                 one.example/web,                      true",
        "*.example,                 example/web,                          false",
        "docker.io/library/nginx,   nginx,                                true",
        "docker.io/library/nginx,   library/nginx:1,                      true",
        "docker.io/library/nginx,   index.docker.io/library/nginx,        true",
        "docker.io/library/nginx,   nginx2,                               false",
        "docker.io/library/nginx,   evil/nginx,                           false",
        "localhost,                 localhost/web,                        true",
        "**,                        anything/at/all,                      true",
        "*,                         quay.io/a/b,                          true",
        "registry.example,          'registry.example/web ',              false",
        "registry.example,          registry.example/../web,              false",
        "registry.example,          '',                                   false",
    })
    void matchesRepositories(String pattern, String image, boolean expected) {
        assertThat(ImagePattern.isValid(pattern)).isTrue();
        assertThat(ImagePattern.matches(pattern, image)).isEqualTo(expected);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "nginx",
                "library/nginx",
                "registry.example*",
                "registry.example**/web",
                "registry*.example/web",
                "registry.example/",
                "/web",
                "https://registry.example",
                "registry.example/web:1",
                "registry.example/web@sha256"
            })
    void refusesInvalidPatternsOfRepositories(String pattern) {
        assertThat(ImagePattern.isValid(pattern)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "default,                    apps/v1,                Deployment,    true",
        "default,                    networking.k8s.io/v1,   NetworkPolicy, false",
        "NetworkPolicy,              networking.k8s.io/v1,   NetworkPolicy, true",
        "NetworkPolicy,              crd.projectcalico.org/v1, NetworkPolicy, false",
        "NetworkPolicy.crd.projectcalico.org, crd.projectcalico.org/v1, NetworkPolicy, true",
        "Certificate.cert-manager.io, cert-manager.io/v1,    Certificate,   true",
        "Certificate.cert-manager.io, cert-manager.io/v1,    Issuer,        false",
        "*.cert-manager.io,          cert-manager.io/v1,     Issuer,        true",
        "*.cert-manager.io,          acme.cert-manager.io/v1, Order,        false",
        "*,                          example.com/v1,         Widget,        true",
    })
    void matchesKinds(String pattern, String apiVersion, String kind, boolean expected) {
        assertThat(KindPattern.isValid(pattern)).isTrue();
        assertThat(KindPattern.matches(pattern, apiVersion, kind)).isEqualTo(expected);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "deployment", "deployments.apps", "Net*", "*.", "**", "Deployment,Service", "Role."})
    void refusesInvalidPatternsOfKinds(String pattern) {
        assertThat(KindPattern.isValid(pattern)).isFalse();
    }
}
