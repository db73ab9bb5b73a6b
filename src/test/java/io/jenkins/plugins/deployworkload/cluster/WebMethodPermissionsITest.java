package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.util.Secret;
import io.jenkins.plugins.deployworkload.DeployWorkloadBuilder;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.cluster.access.AccessRule;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.report.DeploymentsAction;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Tests the permissions for the web methods that use clusters. */
@WithJenkins
class WebMethodPermissionsITest {

    private static final String CLUSTER = "descriptorByName/" + Cluster.class.getName() + "/";
    private static final String STEP = "job/web/descriptorByName/io.jenkins.plugins.deployworkload.DeployWorkloadStep/";

    private static final String REDEPLOY = "job/web/1/redeploy/";

    private static final String REMOVE_STEP = STEP.replace("Deploy", "Remove");

    /** The users. Each user is named after the permission that the user has. Anonymous users may read the job. */
    private static final List<String> USERS = List.of("anonymous", "read", "extended-read", "configure", "administer");

    private static final String READERS = "extended-read configure administer";

    /**
     * A web method. The cluster's server does not exist. The row for suggestions needs no server, because the cluster
     * configuration does not allow reading Secrets.
     *
     * @param method the class that declares the method, and the method
     * @param url the URL of the object with the method
     * @param parameters the parameters of the request
     * @param response a part of the response
     * @param permitted the users who get this response with POST and a crumb. Nobody gets it with GET or without a crumb
     */
    private record WebMethod(String method, String url, String parameters, String response, String permitted) {}

    private static final String PACKAGE = "io.jenkins.plugins.deployworkload.";
    private static final String ROOT = "descriptorByName/" + PACKAGE;
    private static final String JOB = "job/web/" + ROOT;

    static List<WebMethod> webMethods() {
        String rule = ROOT + "cluster.access.AccessRule/";
        String registry = ROOT + "cluster.registries.ContainerRegistry/";
        return List.of(
                new WebMethod("StepFormDescriptor.doFillClusterItems", STEP, "", "prod", READERS),
                new WebMethod(
                        "StepFormDescriptor.doFillCredentialsIdItems",
                        STEP,
                        "cluster=prod&credentialsId=",
                        "k8s",
                        READERS),
                new WebMethod(
                        "StepFormDescriptor.doSuggest",
                        STEP,
                        "cluster=prod&namespace=default&kind=SECRET",
                        "No suggestions for Secrets",
                        "configure administer"),
                new WebMethod(
                        "StepFormDescriptor.doConvertManifest",
                        STEP,
                        "format=yaml&manifest=kind: Deployment",
                        "apiVersion, kind and metadata.name",
                        READERS),
                new WebMethod(
                        "StepFormDescriptor.doCheckCredentialsId",
                        STEP,
                        "cluster=prod&value=absent",
                        "there is no credential",
                        READERS),
                new WebMethod("StepFormDescriptor.doCheck/namespace", STEP, "value=No Name", "No Name", READERS),
                new WebMethod("StepFormDescriptor.doCheck/cluster", STEP, "value=absent", "absent", READERS),
                new WebMethod(
                        "StepFormDescriptor.doProblems", STEP, "form={\"namespace\":\"No Name\"}", "No Name", READERS),
                new WebMethod("RemoveWorkloadStep$DescriptorImpl.doFillClusterItems", REMOVE_STEP, "", "prod", READERS),
                new WebMethod(
                        "RemoveWorkloadStep$DescriptorImpl.doFillCredentialsIdItems",
                        REMOVE_STEP,
                        "cluster=prod&credentialsId=",
                        "k8s",
                        READERS),
                new WebMethod(
                        "RemoveWorkloadStep$DescriptorImpl.doCheck/namespace",
                        REMOVE_STEP,
                        "value=No Name",
                        "No Name",
                        READERS),
                new WebMethod(
                        "StepFormDescriptor.doPreview", STEP, "form={\"namespace\":\"No Name\"}", "No Name", READERS),
                new WebMethod(
                        "StepFormDescriptor.doCompare",
                        STEP,
                        "form={\"namespace\":\"No Name\"}",
                        "No Name",
                        "configure administer"),
                new WebMethod("StepFormDescriptor.doFillForm", STEP, "yaml=name: No Name", "No Name", READERS),
                new WebMethod(
                        "StepFormDescriptor.doFillFromCluster",
                        STEP,
                        "cluster=prod&kind=Pod&name=web",
                        "is not a kind of workload",
                        "configure administer"),
                new WebMethod(
                        "SectionDescriptor.doCheck/name",
                        JOB + "workload.Workload/",
                        "value=No Name",
                        "No Name",
                        READERS),
                new WebMethod(
                        "SectionDescriptor.doCheck/name",
                        ROOT + "workload.Workload/",
                        "value=No Name",
                        "No Name",
                        "administer"),
                new WebMethod("SectionDescriptor.doCheck/namespace", CLUSTER, "value=No Name", "No Name", "administer"),
                new WebMethod(
                        "Workload$DescriptorImpl.doCheckObjects",
                        JOB + "workload.Workload/",
                        "value={kind: Secret, data: {a: b}}",
                        "stored in clear",
                        READERS),
                new WebMethod(
                        "Secret$DescriptorImpl.doFillCredentialsIdItems",
                        JOB + "workload.config.Secret/",
                        "credentialsId=",
                        "registry-login",
                        READERS),
                new WebMethod(
                        "SecretEntry$DescriptorImpl.doFillCredentialsIdItems",
                        JOB + "workload.config.SecretEntry/",
                        "credentialsId=",
                        "k8s",
                        READERS),
                new WebMethod(
                        "BuiltImageDescriptor.doTestImage",
                        JOB + "workload.image.ImageFromBuild/",
                        "repository=$R",
                        "parameters",
                        "configure administer"),
                new WebMethod(
                        "ClusterFormDescriptor.doFillCredentialsIdItems",
                        CLUSTER,
                        "server=https://127.0.0.1:1&credentialsId=",
                        "k8s",
                        "administer"),
                new WebMethod(
                        "ClusterFormDescriptor.doCheckCredentialsId",
                        CLUSTER,
                        "server=https://127.0.0.1:1&value=k8s",
                        "its scope is Global",
                        "administer"),
                new WebMethod(
                        "Cluster$DescriptorImpl.doTestConnection",
                        CLUSTER,
                        "name=prod&server=https://127.0.0.1:1&credentialsId=k8s",
                        "127.0.0.1:1",
                        "administer"),
                new WebMethod(
                        "Cluster$DescriptorImpl.doShowRole",
                        CLUSTER,
                        "namespace=shop&listSecrets=true",
                        "namespace: \"shop\"",
                        "administer"),
                new WebMethod(
                        "RedeployPage.doCompare",
                        REDEPLOY,
                        "application=absent&revision=1",
                        "no healthy deploy of absent",
                        "administer"),
                new WebMethod(
                        "RedeployPage.doSchedule",
                        REDEPLOY,
                        "application=absent&revision=1&plan=",
                        "no healthy deploy of absent",
                        "administer"),
                new WebMethod(
                        "ContainerRegistry$DescriptorImpl.doFillCredentialsIdItems",
                        registry,
                        "address=127.0.0.1:1&credentialsId=",
                        "registry-reader",
                        "administer"),
                new WebMethod(
                        "ContainerRegistry$DescriptorImpl.doTestConnection",
                        registry,
                        "address=127.0.0.1:1",
                        "cannot be reached",
                        "administer"),
                new WebMethod(
                        "AccessRule$DescriptorImpl.doCheckJobs", rule, "value=**", "matches all jobs", "administer"),
                new WebMethod(
                        "AccessRule$DescriptorImpl.doCheckNamespaces",
                        rule,
                        "value=*",
                        "matches all namespaces",
                        "administer"));
    }

    private final Map<String, JenkinsRule.WebClient> clients = new HashMap<>();
    private JenkinsRule jenkins;

    @AfterEach
    void closeClients() {
        clients.values().forEach(JenkinsRule.WebClient::close);
    }

    @BeforeEach
    void secure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.EXTENDED_READ)
                .everywhere()
                .to("extended-read")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE)
                .everywhere()
                .to("configure")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("administer"));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "k8s", "", Secret.fromString("token")));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(
                        CredentialsScope.GLOBAL, "registry-login", "", "user", "long-password"));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(
                        CredentialsScope.SYSTEM, "registry-reader", "", "robot", "long-enough-a-password"));
        Cluster cluster = new Cluster("prod");
        cluster.setServer("https://127.0.0.1:1");
        cluster.setCredentialsId("k8s");
        cluster.setNamespace("default");
        cluster.setAccessRules(List.of(new AccessRule(List.of("**"))));
        ClusterConfiguration.get().setClusters(List.of(cluster));
        jenkins.createFreeStyleProject("web");
    }

    private JenkinsRule.WebClient client(String user) throws Exception {
        JenkinsRule.WebClient client = clients.get(user);
        if (client == null) {
            client = jenkins.createWebClient();
            if (!user.equals("anonymous")) {
                client.login(user);
            }
            client.setThrowExceptionOnFailingStatusCode(false);
            // Do not follow Jenkins' redirect to the login page, which an anonymous user without the permission gets.
            client.setRefreshHandler((page, url, seconds) -> {});
            client.setJavaScriptEnabled(false);
            clients.put(user, client);
        }
        return client;
    }

    private Page send(String user, HttpMethod method, boolean crumb, String path, NameValuePair... parameters)
            throws Exception {
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), method);
        request.setRequestParameters(List.of(parameters));
        if (crumb) {
            client(user).addCrumb(request);
        }
        return client(user).getPage(request);
    }

    private Page send(String user, HttpMethod method, String path, NameValuePair... parameters) throws Exception {
        return send(user, method, method == HttpMethod.POST, path, parameters);
    }

    private static NameValuePair parameter(String name, String value) {
        return new NameValuePair(name, value);
    }

    @Test
    void webMethodsRespondOnlyToPermittedUsers() throws Exception {
        // One of the methods belongs to a build.
        jenkins.buildAndAssertSuccess(jenkins.jenkins.getItemByFullName("web", FreeStyleProject.class));
        for (WebMethod method : webMethods()) {
            respondsOnlyToPermittedUsers(method);
        }
    }

    private static String path(WebMethod method) {
        String name = method.method.replaceFirst(".*\\.do", "");
        return method.url + Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static NameValuePair[] parameters(WebMethod method) {
        return Stream.of(method.parameters.split("&"))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .map(pair -> parameter(pair[0], pair[1]))
                .toArray(NameValuePair[]::new);
    }

    private void respondsOnlyToPermittedUsers(WebMethod method) throws Exception {
        String path = path(method);
        NameValuePair[] parameters = parameters(method);
        for (String user : USERS) {
            Page page = send(user, HttpMethod.POST, path, parameters);
            assertThat(page.getWebResponse().getContentAsString().contains(method.response))
                    .as(method + ": " + user + " by POST: "
                            + page.getWebResponse().getStatusCode())
                    .isEqualTo(Set.of(method.permitted.split(" ")).contains(user));
            assertThat(send(user, HttpMethod.GET, path, parameters)
                            .getWebResponse()
                            .getStatusCode())
                    .as(method + ": " + user + " by GET")
                    .isIn(403, 404, 405);
            assertThat(send(user, HttpMethod.POST, false, path, parameters)
                            .getWebResponse()
                            .getStatusCode())
                    .as(method + ": " + user + " without a crumb")
                    .isEqualTo(403);
        }
    }

    /** A new web method needs a row above. */
    @Test
    void everyWebMethodIsTested() {
        Set<String> tested = webMethods().stream()
                .map(method -> method.method.replaceFirst("/.*", ""))
                .collect(Collectors.toSet());

        assertThat(new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages("io.jenkins.plugins.deployworkload")
                                .stream()
                                .flatMap(type -> type.getMethods().stream())
                                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC)
                                        && !method.getModifiers().contains(JavaModifier.BRIDGE))
                                .filter(method -> method.getName().matches("(do|js)[A-Z].*")
                                        || Set.of("getDynamic", "doDynamic").contains(method.getName())
                                        || method.isAnnotatedWith("org.kohsuke.stapler.WebMethod")
                                        || method.isAnnotatedWith("org.kohsuke.stapler.bind.JavaScriptMethod"))
                                .map(method ->
                                        method.getOwner().getName().replaceFirst(".*[.]", "") + "." + method.getName())
                                .map(name -> name.replaceFirst("BuiltImage\\$", "")))
                .containsExactlyInAnyOrderElementsOf(tested);
    }

    /**
     * The pages with data of this plugin. Nothing in them depends on the method of the request; a GET without a page is
     * 403 or 404.
     */
    @Test
    void pagesAreShownOnlyToPermittedUsers() throws Exception {
        addDeploy();
        String readers = "anonymous read extended-read configure administer";
        shows("job/web/1/", "canary-message", readers);
        shows("job/web/1/deployments/", "canary-message", readers);
        shows("job/web/1/redeploy/", "Deploy again", "administer");
        shows("job/web/1/api/json?depth=4", "canary-message", readers);
        shows("job/web/1/api/xml?depth=4", "canary-message", readers);
        shows("job/web/", "canary-shop", readers);
        shows("job/web/deployments/", "canary-shop", readers);
        shows("job/web/deployments/api/json", "canary-shop", readers);
        shows("workload-deployments/", "canary-shop", readers);
        shows("workload-deployments/api/json", "canary-shop", readers);
        shows("job/web/configure", "canary-env", READERS);
        shows("job/web/config.xml", "canary-env", READERS);
        shows("manage/configure", "canary-namespace", "administer");
    }

    /** Without the permission Item/Read, the answer is the same as for a job that does not exist. */
    @Test
    void usersWhoCannotReadTheJobLearnNothing() throws Exception {
        addDeploy();
        jenkins.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().toEveryone());
        List<String> pages = List.of(
                "job/web/",
                "job/web/1/",
                "job/web/1/deployments/",
                "job/web/1/deployments/yaml?deploy=1-00000000",
                "job/web/1/deployments/api/json",
                "job/web/1/api/json?depth=4",
                "job/web/deployments/",
                "job/web/deployments/api/json",
                "workload-deployments/",
                "workload-deployments/api/json",
                "job/web/configure",
                "job/web/config.xml");
        for (String user : List.of("anonymous", "outsider")) {
            for (String page : pages) {
                disclosesNothing(user, HttpMethod.GET, page, "canary");
            }
            for (WebMethod method : webMethods()) {
                disclosesNothing(user, HttpMethod.POST, path(method), method.response, parameters(method));
                disclosesNothing(user, HttpMethod.GET, path(method), method.response, parameters(method));
            }
        }
    }

    private void disclosesNothing(String user, HttpMethod method, String path, String text, NameValuePair... parameters)
            throws Exception {
        WebResponse response = send(user, method, path, parameters).getWebResponse();
        assertThat(response.getContentAsString()).as(path + ": " + user).doesNotContain(text);
        if (path.startsWith("job/")) {
            int absent = send(user, method, path.replaceFirst("job/web", "job/absent"), parameters)
                    .getWebResponse()
                    .getStatusCode();
            assertThat(response.getStatusCode())
                    .as(path + ": " + user + " by " + method)
                    .isEqualTo(absent)
                    .isIn(403, 404);
        }
    }

    private void shows(String path, String text, String permitted) throws Exception {
        for (String user : USERS) {
            Page page = send(user, HttpMethod.GET, path);
            assertThat(page.getWebResponse().getContentAsString().contains(text))
                    .as(path + ": " + user + ": " + page.getWebResponse().getStatusCode())
                    .isEqualTo(Set.of(permitted.split(" ")).contains(user));
            assertThat(send(user, HttpMethod.POST, false, path).getWebResponse().getStatusCode())
                    .as(path + ": " + user + " by POST without a crumb")
                    .isEqualTo(403);
        }
    }

    /** Adds a builder to the job, and a deploy to its build. */
    private void addDeploy() throws Exception {
        FreeStyleProject job = jenkins.jenkins.getItemByFullName("web", FreeStyleProject.class);
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        Instant now = Instant.now();
        DeploymentsAction.add(
                build,
                List.of(new DeployedWorkload(
                        "prod",
                        new RolloutCheckpoint(
                                RolloutCheckpoint.VERSION,
                                "canary-shop",
                                "web",
                                true,
                                List.of(),
                                now,
                                now,
                                RolloutOptions.defaults(),
                                null,
                                null),
                        new RolloutResult(
                                Outcome.FAILED,
                                "canary-message",
                                List.of(),
                                List.of(),
                                RolloutResult.RecoveryOutcome.NONE,
                                now,
                                Duration.ZERO))));
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(YamlReader.read("""
                name: web
                controller: {single: }
                containers: [{name: app, image: nginx, env: [{name: A, value: canary-env}]}]
                """, "web.yaml", Workload.class).get(0));
        job.getBuildersList().add(new DeployWorkloadBuilder(step));
        job.save();
        Cluster cluster = ClusterConfiguration.get().getClusters().getFirst();
        cluster.setNamespace("canary-namespace");
        ClusterConfiguration.get().setClusters(List.of(cluster));
    }

    @Test
    void onlyAdministratorsCanTestConnections() throws Exception {
        for (String user : USERS) {
            Page page = send(
                    user,
                    HttpMethod.POST,
                    CLUSTER + "testConnection",
                    parameter("name", "prod"),
                    parameter("server", "https://127.0.0.1:1"),
                    parameter("credentialsId", "k8s"));
            assertThat(page.getWebResponse().getStatusCode()).as(user).isEqualTo(user.equals("administer") ? 200 : 403);
        }
    }

    /** The form of a user without the permission says so, because its scripts show what they receive. */
    @Test
    void formSaysWhatTheUserMayNotDo() throws Exception {
        String refusal = "You need the permission to read the configuration of the job";
        String form = "{\"namespace\":\"prod\"}";

        assertThat(send("read", HttpMethod.POST, STEP + "preview", parameter("form", form))
                        .getWebResponse()
                        .getContentAsString())
                .contains("\"problems\":[]", "\"notes\":[\"" + refusal);
        assertThat(send("read", HttpMethod.POST, STEP + "fillForm", parameter("yaml", "name: web"))
                        .getWebResponse()
                        .getContentAsString())
                .contains(refusal)
                .doesNotContain("deploy-workload-source");
    }

    @Test
    void doesNotConnectWithAnInvalidConfiguration() throws Exception {
        Page page = send(
                "administer",
                HttpMethod.POST,
                CLUSTER + "testConnection",
                parameter("name", "prod"),
                parameter("server", "http://127.0.0.1:1"),
                parameter("credentialsId", "k8s"));
        assertThat(page.getWebResponse().getContentAsString())
                .contains("is not an API server URL")
                .doesNotContain("cannot be reached");
    }

    @Test
    void keepsTheCurrentCredentialForUsersWhoCannotListOthers() throws Exception {
        for (String path : List.of(CLUSTER, STEP)) {
            assertThat(send(
                                    "read",
                                    HttpMethod.POST,
                                    path + "fillCredentialsIdItems",
                                    parameter("credentialsId", "current"))
                            .getWebResponse()
                            .getContentAsString())
                    .contains("current")
                    .doesNotContain("k8s");
        }
    }
}
