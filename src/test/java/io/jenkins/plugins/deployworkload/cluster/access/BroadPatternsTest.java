package io.jenkins.plugins.deployworkload.cluster.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BroadPatternsTest {

    @ParameterizedTest
    @CsvSource({
        "**,         matches all jobs",
        "***,        matches all jobs",
        "****,       matches all jobs",
        "*,          matches all jobs outside of folders",
        "*/*,        matches jobs in every folder",
        "**/*,       matches jobs in every folder",
        "*/**,       matches jobs in every folder",
        "**/deploy,  matches jobs in every folder",
        "*/deploy,   matches jobs in every folder",
        "*/*/main,   matches jobs in every folder",
    })
    void warnsOfPatternsThatNameNoFolder(String pattern, String warning) {
        assertThat(BroadPatterns.jobs(pattern))
                .hasValueSatisfying(text -> assertThat(text).startsWith("\"" + pattern + "\" " + warning));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"shop/**", "shop/*", "shop/web", "web", "shop-*/**", "*-deploy", "shop**", "tools/**/deploy"})
    void acceptsPatternsThatNameAFolderOrAJob(String pattern) {
        assertThat(BroadPatterns.jobs(pattern)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "*,            matches all namespaces",
        "**,           matches all namespaces",
        "kube-*,       matches kube-system",
        "kube-system,  matches kube-system",
        "*-system,     matches kube-system",
        "k*,           matches kube-system",
    })
    void warnsOfNamespacesOfKubernetes(String pattern, String warning) {
        assertThat(BroadPatterns.namespaces(pattern))
                .hasValueSatisfying(text -> assertThat(text).startsWith("\"" + pattern + "\" " + warning));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "shop-*", "*-shop", "kubernetes-*"})
    void acceptsNamespacesOfTeams(String pattern) {
        assertThat(BroadPatterns.namespaces(pattern)).isEmpty();
    }
}
