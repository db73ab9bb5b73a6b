package io.jenkins.plugins.deployworkload.cluster.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobPatternTest {

    @ParameterizedTest
    @ValueSource(strings = {"**", "*", "shop/web", "shop/**", "shop/*/main", "my shop/web"})
    void acceptsPatternsThatCanMatchFullNames(String pattern) {
        assertThat(JobPattern.isValid(pattern)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "/shop/**", "shop/", "shop//web"})
    void refusesPatternsThatCannotMatchFullNames(String pattern) {
        assertThat(JobPattern.isValid(pattern)).isFalse();
    }

    /** Users choose the names of their jobs. If matching were slow, a user could block Jenkins with a long name. */
    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void matchesLongNamesQuickly() {
        assertThat(JobPattern.matches("**a".repeat(20) + "/b", "a".repeat(4000)))
                .isFalse();
        assertThat(JobPattern.matches("*a".repeat(20) + "/*", "a".repeat(4000) + "/b"))
                .isTrue();
        assertThat(NamespacePattern.matches("*a".repeat(30) + "-*b", "a".repeat(1_000_000)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "a**b,      ac/d/eb,       true",
        "a*b*c,     abbc,          true",
        "a*b*c,     ab/c,          false",
        "**/c,      a/b/c,         true",
        "*,         '',            true",
        "**,        shop/web/main, true",
        "shop/**,   shop/web/main, true",
        "shop/**,   shop,          false",
        "shop/*,    shop/web,      true",
        "shop/*,    shop/web/main, false",
        "shop/web,  shop/web,      true",
        "shop/web,  shop/web2,     false",
        "shop/w*b,  shop/web,      true",
        "s.op/web,  shop/web,      false",
        "'',        shop,          false",
        // The following rows are the examples in the help text.
        "shop/**/deploy, shop/web/deploy,      true",
        "shop/**/deploy, shop/web/main/deploy, true",
        "shop/**/deploy, shop/deploy,          false",
        "**/deploy, shop/deploy,   true",
        "**/deploy, deploy,        false",
        "web**,     web,           true",
        "web**,     web2/main,     true",
        "web*,      web,           true",
        "web*,      web2/main,     false",
    })
    void matchesWholeNames(String pattern, String job, boolean matches) {
        assertThat(JobPattern.matches(pattern, job)).isEqualTo(matches);
    }
}
