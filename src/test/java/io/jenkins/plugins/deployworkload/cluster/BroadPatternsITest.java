package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.cluster.access.AccessRule;
import java.util.List;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTextArea;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The warnings of broad patterns in the form of a cluster. */
@WithJenkins
class BroadPatternsITest {

    private static final int SCRIPTS_MILLIS = 20_000;

    @Test
    void formWarnsBesideTheBroadPatternOnly(JenkinsRule jenkins) throws Exception {
        Cluster cluster = new Cluster("prod");
        cluster.setServer("https://127.0.0.1:1");
        AccessRule rule = new AccessRule(List.of("shop/**", "**"));
        rule.setNamespaces(List.of("shop-*", "kube-*"));
        cluster.setAccessRules(List.of(rule));
        ClusterConfiguration.get().setClusters(List.of(cluster));
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            HtmlPage page = client.goTo("configure");
            client.waitForBackgroundJavaScript(SCRIPTS_MILLIS);

            assertThat(warning(page, "shop/**")).isEmpty();
            assertThat(warning(page, "**")).startsWith("\"**\" matches all jobs: ");
            assertThat(warning(page, "shop-*")).isEmpty();
            assertThat(warning(page, "kube-*")).startsWith("\"kube-*\" matches kube-system");
        }
    }

    private static String warning(HtmlPage page, String pattern) {
        DomNode row = page.getElementsByTagName("textarea").stream()
                .filter(area -> pattern.equals(((HtmlTextArea) area).getText()))
                .map(DomElement::getParentNode)
                .findFirst()
                .orElseThrow();
        return row.querySelector(".validation-error-area").asNormalizedText();
    }
}
