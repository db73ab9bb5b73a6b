package io.jenkins.plugins.deployworkload.cluster.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespacePatternTest {

    @ParameterizedTest
    @CsvSource({
        "*,        shop,       true",
        "shop,     shop,       true",
        "shop,     shop-test,  false",
        "shop-*,   shop-test,  true",
        "shop-*,   shop,       false",
        "*-test,   shop-test,  true",
        "*-test,   shop-tests, false",
        "s*p-*,    shop-a,     true",
    })
    void matchesWholeNames(String pattern, String namespace, boolean matches) {
        assertThat(NamespacePattern.matches(pattern, namespace)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Shop", "shop/web", "sh.op", "shop,test", "sh op"})
    void refusesPatternsThatCannotMatchNamespaces(String pattern) {
        assertThat(NamespacePattern.isValid(pattern)).isFalse();
    }
}
