package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * The pages and the requests of the form answer, and their answers have a bounded size. With the system property
 * {@code pages.page}, each request is repeated, and the test writes the times and sizes to that file.
 */
@Tag("control-plane")
@WithJenkins
class PageTimesITest {

    private static final String PAGE = System.getProperty("pages.page", "");

    /** The first requests let the JIT compiler compile the views. */
    private static final int WARM_UP = PAGE.isEmpty() ? 0 : 10;

    private static final int ROUNDS = PAGE.isEmpty() ? 1 : 10;

    private static final String SHOP = """
            name: shop
            controller: {deployment: {replicas: 1}}
            containers:
            - name: app
              image: "nginx:1.27"
              env: [{name: MODE, value: fast}, {name: LEVEL, value: info}]
              readinessProbe: {httpGet: {path: /, port: 80}}
            services: [{ports: [{name: http, port: 80, targetPort: 80}]}]
            """;

    /**
     * A request and what is expected of its answer.
     *
     * @param part a part of the answer
     * @param maxBytes the largest size of the answer, which has room for growth
     */
    private record Measured(String title, WebRequest request, String part, int maxBytes) {

        Measured expecting(String expected) {
            return new Measured(title, request, expected, maxBytes);
        }
    }

    private final ControlPlane plane = SharedControlPlane.get();
    private final Map<String, String> rows = new LinkedHashMap<>();
    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        JenkinsSetup.configure(plane, "**");
        JenkinsSetup.cachePages();
    }

    @Test
    void answersAreBounded() throws Exception {
        jenkins.createFreeStyleProject("base");
        job("empty", null);
        job("large", tenContainers());
        FreeStyleProject shop = job("shop", SHOP);
        jenkins.buildAndAssertSuccess(shop);
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            List<Measured> requests = new ArrayList<>(List.of(
                    get("Configuration page: no step", "job/base/configure", 400_000),
                    get("Configuration page: empty step", "job/empty/configure", 500_000),
                    get("Configuration page: web shop", "job/shop/configure", 800_000),
                    get("Configuration page: ten containers, 30 volumes", "job/large/configure", 3_000_000)));
            requests.addAll(formRequests(web));
            requests.add(suggestions(web));
            requests.add(get("Page of a build: deployments", "job/shop/1/deployments/", 300_000)
                    .expecting("shop"));
            requests.add(
                    get("Page of a build: what changes while it runs", "job/shop/1/deployments/progress", 100_000));
            requests.add(get("Page of a job", "job/shop/", 400_000).expecting("shop"));
            requests.add(get("Page of a job: deployments", "job/shop/deployments/", 300_000)
                    .expecting("shop"));
            requests.add(
                    get("Overview over jobs", "workload-deployments/", 300_000).expecting("shop"));
            web.setJavaScriptEnabled(false);
            for (Measured request : requests) {
                measure(web, request);
            }
        }
        if (!PAGE.isEmpty()) {
            Files.writeString(Path.of(PAGE), page());
        }
    }

    private FreeStyleProject job(String name, String workload) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject(name);
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        if (workload != null) {
            step.setWorkload(
                    YamlReader.read(workload, "workload.yaml", Workload.class).getFirst());
        }
        job.getBuildersList().add(new DeployWorkloadBuilder(step));
        return job;
    }

    private static String tenContainers() {
        StringBuilder yaml = new StringBuilder("name: large\ncontroller: {deployment: {}}\ncontainers:\n");
        IntStream.range(0, 10).forEach(container -> {
            yaml.append("- name: app%d\n  image: \"nginx:1.27\"\n  volumeMounts:\n".formatted(container));
            IntStream.range(0, 3)
                    .forEach(mount -> yaml.append(
                            "  - {name: data%d, mountPath: /data%d}\n".formatted(3 * container + mount, mount)));
        });
        yaml.append("volumes:\n");
        IntStream.range(0, 30).forEach(volume -> yaml.append("- {name: data%d, emptyDir: {}}\n".formatted(volume)));
        return yaml.toString();
    }

    private Measured get(String title, String path, int maxBytes) throws Exception {
        return new Measured(title, new WebRequest(new URL(jenkins.getURL(), path)), "", maxBytes);
    }

    /** The requests that the script of the form sends, for the web shop and for ten of its containers. */
    private List<Measured> formRequests(JenkinsRule.WebClient web) throws Exception {
        HtmlPage page = web.goTo("job/shop/configure");
        String shop = (String) page.executeJavaScript("""
                        (function () {
                          const form = document.querySelector("form[name=config]");
                          buildFormTree(form);
                          return JSON.stringify(JSON.parse(form.elements.json.value).builder);
                        })()""").getJavaScriptResult();
        String large = withTenContainers(JSONObject.fromObject(shop));
        String check = dataUrl(page, ".deploy-workload-problems");
        String preview = dataUrl(page, ".deploy-workload-preview");
        return List.of(
                post(web, "Check of the form: web shop", check, "form", shop),
                post(web, "Check of the form: ten containers", check, "form", large),
                post(web, "Check and preview: web shop", preview, "form", shop).expecting("kind: Deployment"),
                post(web, "Check and preview: ten containers", preview, "form", large)
                        .expecting("name: app9"));
    }

    private static String withTenContainers(JSONObject step) {
        JSONObject container = step.getJSONObject("workload").getJSONObject("containers");
        JSONArray containers = new JSONArray();
        for (int i = 0; i < 10; i++) {
            containers.add(container.element("name", "app" + i));
        }
        step.getJSONObject("workload").put("containers", containers);
        return step.toString();
    }

    private static String dataUrl(HtmlPage page, String selector) {
        DomElement element = page.querySelector(selector);
        return element.getAttribute("data-url");
    }

    private Measured suggestions(JenkinsRule.WebClient web) throws Exception {
        String url =
                jenkins.contextPath + "/job/shop/descriptorByName/" + DeployWorkloadStep.class.getName() + "/suggest";
        return post(web, "Suggestions: names of ConfigMaps", url, "cluster", "prod", "kind", "CONFIG_MAP");
    }

    /** @param parameters names and values in turn */
    private Measured post(JenkinsRule.WebClient web, String title, String path, String... parameters) throws Exception {
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), HttpMethod.POST);
        List<NameValuePair> pairs = new ArrayList<>();
        for (int i = 0; i < parameters.length; i += 2) {
            pairs.add(new NameValuePair(parameters[i], parameters[i + 1]));
        }
        request.setRequestParameters(pairs);
        web.addCrumb(request);
        return new Measured(title, request, "", 200_000);
    }

    private void measure(JenkinsRule.WebClient web, Measured measured) throws Exception {
        double[] millis = new double[ROUNDS];
        int size = 0;
        for (int i = -WARM_UP; i < ROUNDS; i++) {
            WebResponse answer = web.loadWebResponse(measured.request());
            assertThat(answer.getStatusCode()).isEqualTo(200);
            byte[] bytes = answer.getContentAsStream().readAllBytes();
            String content = new String(bytes, StandardCharsets.UTF_8);
            assertThat(content).as(measured.title()).contains(measured.part());
            size = bytes.length;
            if (i >= 0) {
                millis[i] = answer.getLoadTime();
            }
        }
        assertThat(size).as(measured.title()).isBetween(2, measured.maxBytes());
        Arrays.sort(millis);
        rows.put(
                measured.title(),
                String.format(
                        Locale.ROOT, "%.0f, %.0f | %.1f", millis[ROUNDS / 2], millis[ROUNDS * 9 / 10], size / 1024.0));
    }

    private String page() {
        StringBuilder page = new StringBuilder(
                """
                # Pages and requests of Jenkins

                Written by `mvn verify -Dtest=PageTimesITest -Dpages.page=docs/pages.md` in a real Jenkins, with a real cluster. %s, %d processors. The time is from
                the request until the answer has arrived, over the loopback interface, without the browser. [The form](form.md) has the times in a browser.

                | Page or request | p50, p90 (ms) | Size (KiB) |
                |---|---|---|
                """.formatted(LocalDate.now(), Runtime.getRuntime().availableProcessors()));
        rows.forEach((title, figures) -> page.append("| " + title + " | " + figures + " |\n"));
        return page.toString();
    }
}
