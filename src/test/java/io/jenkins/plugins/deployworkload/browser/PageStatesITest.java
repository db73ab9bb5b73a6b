package io.jenkins.plugins.deployworkload.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.PodGate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Shows the pages of deploys in a browser, for a build in each {@link DeployState}: what users see, in both languages and
 * both themes, in a narrow and a wide window, without an error of the browser and without a serious barrier.
 */
@Tag("control-plane")
@EnabledIf(
        value = "io.jenkins.plugins.deployworkload.browser.Chromium#isInstalled",
        disabledReason = "install Chromium, or set CHROMIUM to its program")
class PageStatesITest {

    /** The folder for pictures of all pages; without it, only pages with problems have pictures. */
    private static final String PICTURES = System.getenv("DEPLOY_WORKLOAD_PICTURES");

    private static final String MAIN = "#main-panel";

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension()
            // Enforces the policy, see https://www.jenkins.io/doc/book/security/csp/.
            .javaOptions("-Djenkins.security.csp.CspHeader.headerName=Content-Security-Policy");

    @TempDir
    private Path profile;

    private final ControlPlane plane = SharedControlPlane.get();
    private final PodGate gate = new PodGate(plane.client());
    private Chromium chromium;
    private BrowserPage page;
    private Map<DeployState, String> builds;

    @AfterEach
    void closeBrowser() {
        if (chromium != null) {
            page.close();
            chromium.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> pages() throws Throwable {
        jenkins.startJenkins();
        builds = jenkins.runRemotely(
                SampleBuilds::make, plane.server(), plane.caCertificate(), plane.adminToken(), gate.selector());
        chromium = Chromium.start(profile);
        page = chromium.newPage();
        List<DynamicTest> tests = new ArrayList<>();
        for (Language language : Language.values()) {
            for (DeployState state : DeployState.values()) {
                tests.add(dynamicTest("pagesShow " + state + " " + language, () -> pagesShow(state, language)));
            }
            tests.add(dynamicTest("overviewShowsAllJobs " + language, () -> overviewShowsAllJobs(language)));
            tests.add(dynamicTest("revisionIsDeployedAgain " + language, () -> revisionIsDeployedAgain(language)));
        }
        tests.add(dynamicTest("pageFollowsDeploy", this::pageFollowsDeploy));
        return tests.stream();
    }

    private void pagesShow(DeployState state, Language language) throws Exception {
        String build = builds.get(state);
        String job = "job/" + state.jobName() + "/";
        List<String> words = List.of(state.words(language));
        List<String> problems = new ArrayList<>();

        open(build, language);
        problems.addAll(check("build", ".deploy-workload-summaries", language, words));
        problems.addAll(icon("build", ".deploy-workload-summaries", state));

        open(build + "deployments/", language);
        List<String> deployment = new ArrayList<>(words);
        deployment.addAll(state.details());
        problems.addAll(check("deployment", MAIN, language, deployment));
        problems.addAll(icon("deployment", MAIN + " h2", state));

        open(build + "redeploy/", language);
        problems.addAll(check("redeploy", MAIN, language, redeployTexts(state, language)));

        open(job + "deployments/", language);
        problems.addAll(check(
                "history",
                MAIN,
                language,
                state.hasCurrent() ? words : List.of(language.choose("Runs now", "현재 실행 중"))));

        if (state.hasCurrent()) {
            open(job, language);
            problems.addAll(check(
                    "job",
                    ".deploy-workload-current",
                    language,
                    List.of(state.current().words(language), state.currentImage())));
            problems.addAll(icon("job", ".deploy-workload-current td", state.current()));
        }
        assertThat(problems).isEmpty();
    }

    private static List<String> redeployTexts(DeployState state, Language language) {
        return state.isRedeployable()
                ? List.of(language.choose("Compare with the cluster", "클러스터와 비교"), "nginx:1.27")
                : List.of(language.choose("This build has no healthy deploy.", "이 빌드에는 정상 배포가 없습니다."));
    }

    private void overviewShowsAllJobs(Language language) throws Exception {
        List<String> expected = new ArrayList<>(List.of("prod"));
        Arrays.stream(DeployState.values()).filter(DeployState::hasCurrent).forEach(state -> {
            expected.add(state.jobName());
            expected.add(state.current().words(language));
        });

        open("workload-deployments/", language);

        assertThat(check("overview", MAIN, language, expected)).isEmpty();
        assertThat(page.evaluate("fetch(location.href).then(({ headers }) => headers.get('Content-Security-Policy'))")
                        .asText())
                .as("a policy that the browser enforces, and whose violations the check finds")
                .contains("script-src");
    }

    /** With the keyboard alone: from the page of the deploys to the changes, and from the changes to a new build. */
    private void revisionIsDeployedAgain(Language language) throws Throwable {
        String job = "job/" + SampleBuilds.REDEPLOYED + "/";
        // Each rollback makes the other revision the active one.
        int build = language == Language.ENGLISH ? 1 : 2;
        String wanted = build == 1 ? "nginx:1.27" : "nginx:1.28";
        String running = build == 1 ? "nginx:1.28" : "nginx:1.27";
        List<String> problems = new ArrayList<>();

        page.setWidth(1280);
        open(job + build + "/deployments/", language);
        followByKeyboard(language.choose("Deploy again or roll back to this", "다시 배포하거나 이 리비전으로 롤백"));
        problems.addAll(check("redeploy", MAIN, language, List.of(wanted)));
        followByKeyboard(language.choose("Compare with the cluster", "클러스터와 비교"));
        problems.addAll(check(
                "comparison", MAIN, language, List.of("image: " + running + " -> " + wanted, job(build, language))));
        assertThat(page.text(".deploy-workload-diff"))
                .contains(language.choose(": update", ": 업데이트"))
                .doesNotContain("Dry run");
        assertThat(plane.client()
                        .apps()
                        .deployments()
                        .inNamespace("default")
                        .withName(SampleBuilds.REDEPLOYED)
                        .get()
                        .toString())
                .as("nothing is deployed before the changes are shown")
                .contains(running);
        followByKeyboard(language.choose("Roll back to this revision", "이 리비전으로 롤백"));

        assertThat(page.evaluate("location.pathname").asText()).endsWith("/" + job);
        assertThat(jenkins.runRemotely(SampleBuilds::awaitRedeployed, build + 2))
                .containsExactly(wanted);
        assertThat(problems).isEmpty();
    }

    private static String job(int build, Language language) {
        return language.choose("Build: ", "빌드: ") + SampleBuilds.REDEPLOYED + " #" + build;
    }

    /** Presses the key Tab until a link or button has the focus, and then the key Enter. */
    private void followByKeyboard(String label) throws InterruptedException {
        List<String> passed = new ArrayList<>();
        while (passed.isEmpty() || !passed.getLast().equals(label)) {
            page.press("Tab", 9);
            passed.add(page.evaluate("(document.activeElement.innerText || document.activeElement.value || '').trim()")
                    .asText());
            assertThat(passed).as("focus order").hasSizeLessThan(60);
        }
        assertThat(page.evaluate("document.activeElement.matches(':focus-visible')")
                        .asBoolean())
                .isTrue();
        page.pressEnter();
        page.awaitLoad();
    }

    private void pageFollowsDeploy() throws Throwable {
        open(builds.get(DeployState.WAITING) + "deployments/", Language.ENGLISH);
        assertThat(page.text(MAIN)).contains("Waiting until the objects are healthy");
        assertThat(page.text("[data-deadline]")).matches("\\d+:\\d\\d");

        gate.open();
        jenkins.runRemotely(SampleBuilds::awaitHealthy);

        page.awaitTrue("document.querySelector('.deploy-workload-progress').dataset.live === 'false'");
        assertThat(PageCheck.problems(page, MAIN, Language.ENGLISH, List.of("Succeeded after", "1 of 1 ready")))
                .isEmpty();
    }

    private void open(String path, Language language) throws Exception {
        page.setLanguage(language.code());
        page.open(jenkins.getUrl() + path);
    }

    private List<String> check(String name, String selector, Language language, List<String> expected)
            throws Exception {
        List<String> problems = PageCheck.problems(page, selector, language, expected);
        if (!problems.isEmpty() || PICTURES != null) {
            photograph(language);
        }
        return problems.stream().map(problem -> name + " " + problem).toList();
    }

    /** Takes a picture of the page in each theme and width. */
    private void photograph(Language language) throws Exception {
        Path folder = Path.of(PICTURES == null ? "target/pages" : PICTURES);
        String path = page.evaluate("location.pathname").asText().replaceAll("[^a-z0-9]+", "-");
        for (Theme theme : Theme.values()) {
            page.setTheme(theme);
            for (int width : PageCheck.WIDTHS) {
                page.setWidth(width);
                page.photograph(folder.resolve(
                        String.join("-", path, language.code(), theme.scheme(), String.valueOf(width)) + ".png"));
            }
        }
    }

    private List<String> icon(String name, String selector, DeployState state) throws InterruptedException {
        String part = selector + " svg " + state.icon().part();
        return page.evaluate("document.querySelector(" + BrowserPage.quote(part) + ") !== null")
                        .asBoolean()
                ? List.of()
                : List.of(name + " has another icon than " + state.icon());
    }
}
