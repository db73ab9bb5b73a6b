package io.jenkins.plugins.deployworkload.cluster.registries;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import io.jenkins.plugins.deployworkload.DeployWorkloadBuilder;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.cluster.ClusterConfiguration;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.registry.StubRegistry;
import io.jenkins.plugins.deployworkload.report.DeployedImage;
import io.jenkins.plugins.deployworkload.report.DeploymentsAction;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Suggestions, digests and checks of images of a registry, in a real Jenkins. */
@Tag("control-plane")
@WithJenkins
class RegistriesITest {

    private static final String INDEX = """
            {"schemaVersion": 2, "annotations": {"org.opencontainers.image.created": "2026-11-20T10:00:00Z"},
             "manifests": [{"digest": "sha256:%s", "platform": {"os": "linux", "architecture": "amd64"}}]}
            """.formatted("b".repeat(64));

    private final ControlPlane plane = SharedControlPlane.get();
    private JenkinsRule jenkins;
    private StubRegistry registry;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        registry = new StubRegistry(RegistriesITest::answer);
        JenkinsSetup.configure(plane, "**");
        configureRegistry("allowed");
        jenkins.createFreeStyleProject("allowed");
        jenkins.createFreeStyleProject("other");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.EXTENDED_READ)
                .everywhere()
                .to("reader", "configurer")
                .grant(Item.CONFIGURE)
                .everywhere()
                .to("configurer")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("administrator"));
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private void configureRegistry(String... jobs) {
        ContainerRegistry configured = new ContainerRegistry(registry.url());
        configured.setJobs(List.of(jobs));
        ClusterConfiguration.get().setRegistries(List.of(configured));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/v2/" -> StubRegistry.send(exchange, 200, "{}");
            case "/v2/_catalog" -> StubRegistry.send(exchange, 200, "{\"repositories\": [\"shop/web\"]}");
            case "/v2/shop/web/tags/list" -> StubRegistry.send(exchange, 200, "{\"tags\": [\"1.3\", \"1.4\"]}");
            case "/v2/shop/web/manifests/1.4" -> StubRegistry.send(exchange, 200, INDEX);
            default -> {
                boolean isDigest = exchange.getRequestURI().getPath().startsWith("/v2/shop/web/manifests/sha256:");
                StubRegistry.send(exchange, isDigest ? 200 : 404, isDigest ? INDEX : "");
            }
        }
    }

    private JSONObject suggest(String user, String job, String kind, String text) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient().login(user)) {
            WebRequest request = new WebRequest(
                    new URL(
                            jenkins.getURL(),
                            "job/" + job + "/descriptorByName/" + DeployWorkloadStep.class.getName() + "/suggest"),
                    HttpMethod.POST);
            request.setRequestParameters(
                    List.of(new NameValuePair("kind", kind), new NameValuePair("dependencyName", text)));
            Page page = client.getPage(client.addCrumb(request));
            return JSONObject.fromObject(page.getWebResponse().getContentAsString())
                    .getJSONObject("data");
        }
    }

    /** Repeats a request whose first answer may take longer than the form waits. */
    private JSONObject suggestValues(String user, String kind, String text) throws Exception {
        JSONObject suggestions = suggest(user, "allowed", kind, text);
        for (int i = 0; i < 10 && suggestions.getJSONArray("values").isEmpty(); i++) {
            suggestions = suggest(user, "allowed", kind, text);
        }
        return suggestions;
    }

    @Test
    void suggestsRepositoriesAndTags() throws Exception {
        String repository = registry.host() + "/shop/web";
        assertThat(suggestValues("configurer", "IMAGE_REPOSITORY", "")
                        .getJSONArray("values")
                        .toString())
                .isEqualTo("[\"" + repository + "\"]");
        JSONObject tags = suggestValues("configurer", "IMAGE_TAG", repository);
        assertThat(tags.getJSONArray("values").toString()).isEqualTo("[\"1.4\",\"1.3\"]");
        assertThat(tags.getJSONArray("labels").getString(0)).startsWith("2026-11-20, linux/amd64, sha256:");
        assertThat(suggestValues("administrator", "IMAGE", repository + ":1")
                        .getJSONArray("values")
                        .toString())
                .isEqualTo("[\"" + repository + ":1.4\",\"" + repository + ":1.3\"]");
    }

    @Test
    void asksNoRegistryForOthers() throws Exception {
        String nothing = "{\"values\":[],\"labels\":[],\"note\":\"\",\"unsupported\":false}";
        for (String kind : List.of("IMAGE_REPOSITORY", "IMAGE_TAG", "IMAGE")) {
            String repository = registry.host() + "/shop/web";
            assertThat(suggest("reader", "allowed", kind, repository).toString())
                    .isEqualTo(nothing);
            assertThat(suggest("administrator", "other", kind, repository).toString())
                    .isEqualTo(nothing);
        }
        assertThat(suggest("configurer", "allowed", "IMAGE_TAG", "unknown.example/shop/web")
                        .toString())
                .isEqualTo(nothing);
        assertThat(registry.requests()).isEmpty();
    }

    private FreeStyleBuild deploy(String job, String image, Result expected) throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(YamlReader.read(
                        "name: w%s\ncontroller: {single: }\ncontainers: [{name: a, image: %s}]"
                                .formatted(UUID.randomUUID().toString().substring(0, 8), image),
                        "web.yaml",
                        Workload.class)
                .get(0));
        FreeStyleProject project = jenkins.jenkins.getItemByFullName(job, FreeStyleProject.class);
        project.getBuildersList().replace(new DeployWorkloadBuilder(step));
        return jenkins.buildAndAssertStatus(expected, project);
    }

    @Test
    void deploysTheDigestOfATag() throws Exception {
        String repository = registry.host() + "/shop/web";
        FreeStyleBuild build = deploy(
                "allowed",
                "{fromRegistry: {repository: '%s', tag: '1.4', resolve: digest}}".formatted(repository),
                Result.SUCCESS);
        assertThat(build.getAction(DeploymentsAction.class)
                        .getWorkloads()
                        .getFirst()
                        .getImages())
                .extracting(DeployedImage::getImage)
                .singleElement()
                .asString()
                .matches(Pattern.quote(repository + ":1.4@sha256:") + "[0-9a-f]{64}");
        Matcher logged = Pattern.compile("Image " + Pattern.quote(repository) + ":1.4 has the digest sha256:")
                .matcher(jenkins.getLog(build));
        assertThat(logged.find()).isTrue();
    }

    @Test
    void refusesAMissingImageBeforeAnythingIsApplied() throws Exception {
        String image = registry.host() + "/shop/web:1.5";
        FreeStyleBuild build = deploy("allowed", "'" + image + "'", Result.FAILURE);
        assertThat(jenkins.getLog(build))
                .contains("the image \"" + image + "\" does not exist. The repository shop/web of " + registry.host()
                        + " has no tag 1.5; nearest tags: 1.4, 1.3.");
        assertThat(build.getAction(DeploymentsAction.class)
                        .getWorkloads()
                        .getFirst()
                        .getObjects())
                .isEmpty();
    }

    @Test
    void registryOfOtherJobsIsNotAsked() throws Exception {
        String repository = registry.host() + "/shop/web";
        FreeStyleBuild build = deploy(
                "other",
                "{fromRegistry: {repository: '%s', tag: '1.4', resolve: digest}}".formatted(repository),
                Result.FAILURE);
        assertThat(jenkins.getLog(build))
                .contains("no registry is configured for " + repository + ":1.4, or the job \"other\" may not use it");
        assertThat(registry.requests()).isEmpty();
    }
}
