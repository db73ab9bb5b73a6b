package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Version;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.jenkins.plugins.deployworkload.execution.LibraryCheck;
import io.jenkins.plugins.deployworkload.testing.ProjectRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the standard build and the development kit use the same versions of Jenkins and of libraries. */
class BuildParityTest {

    private static final String STANDARD = read("pom.xml");
    private static final String KIT = read("src/dev/pom.xml");
    private static final String KIT_PLUGIN = read("src/dev/plugin/pom.xml");

    @ParameterizedTest
    @ValueSource(strings = {"fabric8.version", "archunit.version", "assertj.version"})
    void buildsUseSameVersions(String property) {
        assertThat(value(KIT, property)).isEqualTo(value(STANDARD, property));
    }

    @Test
    void developmentKitCompilesAgainstVersionsOfLibraryPlugins() {
        String dependencies = value(KIT_PLUGIN, "plugin.dependencies");

        assertThat(dependencies).contains("kubernetes-client-api:" + value(KIT, "fabric8.version") + "-");
        assertThat(dependencies).contains("jackson2-api:" + value(KIT, "jackson.version") + "-");
    }

    @Test
    void kubernetesClientAndBundledHttpClientHaveSameVersion() {
        assertThat(Version.clientVersion())
                .as("fabric8.version must be the version that kubernetes-client-api ships")
                .isEqualTo(value(STANDARD, "fabric8.version"))
                .isEqualTo(bundledHttpClient())
                .isEqualTo(LibraryCheck.FABRIC8);
        assertThat(value(KIT_PLUGIN, "plugin.dependencies"))
                .contains("kubernetes-client-api:" + LibraryCheck.KUBERNETES_CLIENT_API + ",");
    }

    private static String bundledHttpClient() {
        Properties properties = new Properties();
        try (InputStream stream = JdkHttpClientFactory.class.getResourceAsStream(
                "/META-INF/maven/io.fabric8/kubernetes-httpclient-jdk/pom.properties")) {
            properties.load(stream);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return properties.getProperty("version");
    }

    @Test
    void buildsRequireSameJenkinsVersion() {
        assertThat(value(STANDARD, "jenkins.version")).isEqualTo("${jenkins.baseline}.3");
        assertThat(value(KIT_PLUGIN, "jenkins.version")).isEqualTo(value(STANDARD, "jenkins.baseline") + ".3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/install.md"})
    void documentsTheTestedVersionsOfKubernetes(String page) {
        assertThat(read(page))
                .contains("Kubernetes " + kubernetes("src/dev/cluster/oldest/go.mod") + " to "
                        + kubernetes("src/dev/cluster/go.mod"));
    }

    /** @return for example {@code 1.37} */
    private static String kubernetes(String module) {
        Matcher matcher =
                Pattern.compile("k8s\\.io/kubernetes v(\\d+\\.\\d+)\\.").matcher(read(module));
        assertThat(matcher.find()).as(module).isTrue();
        return matcher.group(1);
    }

    @Test
    void developmentKitDependsOnPluginsOfStandardBuild() {
        String direct = STANDARD.substring(STANDARD.lastIndexOf("<dependencies>"));
        for (String dependency : value(KIT_PLUGIN, "plugin.dependencies").split(",")) {
            assertThat(direct).contains("<artifactId>" + dependency.split(":")[0] + "</artifactId>");
        }
    }

    @Test
    void buildsHaveSameOptionalPlugins() {
        List<String> standard = Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<optional>true</optional>")
                .matcher(STANDARD)
                .results()
                .map(match -> match.group(1))
                .toList();
        List<String> kit = Arrays.stream(
                        value(KIT_PLUGIN, "plugin.dependencies").split(","))
                .filter(dependency -> dependency.endsWith(";resolution:=optional"))
                .map(dependency -> dependency.split(":")[0])
                .toList();

        assertThat(kit).containsExactlyInAnyOrderElementsOf(standard).contains("checks-api");
    }

    private static String value(String pom, String property) {
        Matcher matcher =
                Pattern.compile("<" + Pattern.quote(property) + ">([^<]+)<").matcher(pom);
        assertThat(matcher.find()).as(property).isTrue();
        return matcher.group(1);
    }

    private static String read(String file) {
        try {
            return Files.readString(ProjectRoot.path().resolve(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
