package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.CertificateCredentialsImpl;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.util.FormValidation;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Secrets with values of credentials and ConfigMaps with files, in a real Jenkins and on a real control plane. */
@Tag("control-plane")
@WithJenkins
class SecretsITest {

    private static final String SECRETS = """
            secrets: [
                [name: 'vault-db', hashSuffix: true, data: [
                    [key: 'text', credentialsId: 'text'],
                    [key: 'file', credentialsId: 'file'],
                    [key: 'user', credentialsId: 'user', field: 'username'],
                    [key: 'password', credentialsId: 'user', field: 'password']]],
                [name: 'vault-basic', type: 'kubernetes.io/basic-auth', credentialsId: 'user'],
                [name: 'vault-pull', type: 'kubernetes.io/dockerconfigjson', credentialsId: 'user', registry: 'r.example'],
                [name: 'vault-ssh', type: 'kubernetes.io/ssh-auth', credentialsId: 'ssh-key'],
                [name: 'vault-tls', type: 'kubernetes.io/tls', credentialsId: 'certificate']]""";

    private static final String SSH_KEY =
            "-----BEGIN OPENSSH PRIVATE KEY-----\ncanary-ssh-key\n-----END OPENSSH PRIVATE KEY-----\n";

    private static final List<String> CANARIES =
            List.of("canary-text", "canary-file", "canary-user", "canary-password", "canary-ssh-key");

    private final ControlPlane plane = SharedControlPlane.get();

    private void configure() throws Exception {
        JenkinsSetup.configure(plane, "**");
        add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "text", "", secret("canary-text")));
        add(new FileCredentialsImpl(
                CredentialsScope.GLOBAL,
                "file",
                "",
                "file.txt",
                SecretBytes.fromBytes("canary-file".getBytes(StandardCharsets.UTF_8))));
        add(new FileCredentialsImpl(
                CredentialsScope.GLOBAL,
                "ssh-key",
                "",
                "id_ed25519",
                SecretBytes.fromBytes(SSH_KEY.getBytes(StandardCharsets.UTF_8))));
        add(new UsernamePasswordCredentialsImpl(
                CredentialsScope.GLOBAL, "user", "", "canary-user", "canary-password-long"));
        add(new StringCredentialsImpl(CredentialsScope.SYSTEM, "system", "", secret("canary-system")));
        add(new CertificateCredentialsImpl(
                CredentialsScope.GLOBAL,
                "certificate",
                "",
                "",
                new CertificateCredentialsImpl.PEMEntryKeyStoreSource(plane.clientCertificate(), plane.clientKey())));
    }

    private static hudson.util.Secret secret(String text) {
        return hudson.util.Secret.fromString(text);
    }

    private static void add(Credentials credential) throws Exception {
        SystemCredentialsProvider.getInstance().getCredentials().add(credential);
        SystemCredentialsProvider.getInstance().save();
    }

    private Map<String, String> data(String name) {
        Map<String, String> decoded = new LinkedHashMap<>();
        plane.client().secrets().inNamespace("default").list().getItems().stream()
                .filter(secret -> secret.getMetadata()
                        .getName()
                        .replaceFirst("-[0-9a-f]{10}$", "")
                        .equals(name))
                .forEach(secret -> secret.getData()
                        .forEach((key, value) -> decoded.put(
                                key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8))));
        return decoded;
    }

    @Test
    void deploysSecretsOfAllTypesAndLeavesNoValueElsewhere(JenkinsRule jenkins) throws Exception {
        configure();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "vault");
        WorkflowRun run = run(jenkins, job, """
                node {
                    writeFile file: 'config/app.properties', text: 'mode=fast'
                    deployWorkload cluster: 'prod', workload: [name: 'vault', controller: [single: [:]],
                        containers: [[name: 'app', image: 'nginx',
                            envFrom: [[secretRef: [name: 'vault-db']], [configMapRef: [name: 'vault-config']]]]],
                        imagePullSecrets: ['vault-pull'],
                        configMaps: [[name: 'vault-config', files: 'config/*']],
                        """ + SECRETS + """
                        ]
                }
                """);
        jenkins.assertBuildStatusSuccess(run);

        assertThat(data("vault-db"))
                .isEqualTo(Map.of(
                        "text",
                        "canary-text",
                        "file",
                        "canary-file",
                        "user",
                        "canary-user",
                        "password",
                        "canary-password-long"));
        assertThat(data("vault-basic"))
                .isEqualTo(Map.of("username", "canary-user", "password", "canary-password-long"));
        assertThat(data("vault-pull").get(".dockerconfigjson"))
                .startsWith(
                        "{\"auths\":{\"r.example\":{\"username\":\"canary-user\",\"password\":\"canary-password-long\"");
        assertThat(data("vault-ssh")).isEqualTo(Map.of("ssh-privatekey", SSH_KEY));
        assertThat(data("vault-tls")).containsOnlyKeys("tls.crt", "tls.key");
        assertThat(data("vault-tls").get("tls.crt")).startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(plane.client()
                        .configMaps()
                        .inNamespace("default")
                        .withName("vault-config")
                        .get()
                        .getData())
                .isEqualTo(Map.of("app.properties", "mode=fast"));
        assertThat(CredentialsProvider.getFingerprintOf(credential("text")).getJobs())
                .as("Jenkins knows that the job uses the credential")
                .contains("vault");
        assertNoCanary(jenkins, job, run);
        WorkflowRun dry =
                run(jenkins, job, """
                deployWorkload cluster: 'prod', dryRun: true, workload: [name: 'vault', controller: [single: [:]],
                    containers: [[name: 'app', image: 'nginx']], %s]
                """.formatted(SECRETS.replace("credentialsId: 'text'", "credentialsId: 'file'")));
        jenkins.assertBuildStatusSuccess(dry);
        assertNoCanary(jenkins, job, dry);
    }

    private static com.cloudbees.plugins.credentials.common.IdCredentials credential(String id) {
        return SystemCredentialsProvider.getInstance().getCredentials().stream()
                .map(com.cloudbees.plugins.credentials.common.IdCredentials.class::cast)
                .filter(credential -> credential.getId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static void assertNoCanary(JenkinsRule jenkins, WorkflowJob job, WorkflowRun run) throws Exception {
        Map<String, String> places = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(job.getRootDir().toPath())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                places.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        JenkinsRule.WebClient web = jenkins.createWebClient();
        for (String page : List.of("", "console", "deployments/", "flowGraphTable/")) {
            places.put(page, web.getPage(run, page).asXml());
        }
        places.put(
                "api",
                web.goTo(run.getUrl() + "api/json?depth=9", null)
                        .getWebResponse()
                        .getContentAsString());
        assertThat(places.keySet())
                .anyMatch(name -> name.endsWith("config.xml"))
                .anyMatch(name -> name.endsWith("log"));
        for (Map.Entry<String, String> place : places.entrySet()) {
            assertThat(CANARIES.stream()
                            .flatMap(canary -> Stream.of(
                                    canary,
                                    Base64.getEncoder()
                                            .encodeToString(canary.getBytes(StandardCharsets.UTF_8))
                                            .substring(0, 12))))
                    .as(place.getKey())
                    .noneMatch(place.getValue()::contains);
        }
    }

    @Test
    void refusesCredentialsThatTheJobMayNotUse(JenkinsRule jenkins) throws Exception {
        configure();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "refused");
        WorkflowRun run = run(jenkins, job, """
                deployWorkload cluster: 'prod', workload: [name: 'refused', controller: [single: [:]],
                    containers: [[name: 'app', image: 'nginx']],
                    secrets: [[name: 'a', data: [
                            [key: 'a', credentialsId: 'absent'], [key: 'b', credentialsId: 'system'],
                            [key: 'c', credentialsId: 'user'], [key: 'd', credentialsId: 'text', field: 'password'],
                            [key: 'e', credentialsId: 'certificate']]],
                        [name: 'b', type: 'kubernetes.io/tls', credentialsId: 'text'],
                        [name: 'c', type: 'kubernetes.io/ssh-auth', credentialsId: 'text'],
                        [name: 'd', type: 'kubernetes.io/ssh-auth', credentialsId: 'user']]]
                """);
        jenkins.assertBuildStatus(Result.FAILURE, run);
        for (String message : List.of(
                "refused: secrets[0].data[0].credentialsId: there is no credential with the ID \"absent\"",
                "refused: secrets[0].data[1].credentialsId: there is no credential with the ID \"system\"",
                "refused: secrets[0].data[2].field: is required",
                "refused: secrets[0].data[3].field: is not allowed",
                "refused: secrets[0].data[4].credentialsId: the credential \"certificate\" has the type"
                        + " \"Certificate\"; allowed are secret text",
                "refused: secrets[1].credentialsId: the credential \"text\" has the type \"Secret text\"; a"
                        + " Secret of the type kubernetes.io/tls needs a certificate",
                "refused: secrets[2].credentialsId: the credential \"text\" must contain an SSH private key",
                "refused: secrets[3].credentialsId: the credential \"user\" has the type \"Username with password\"; a"
                        + " Secret of the type kubernetes.io/ssh-auth needs a secret file or secret text")) {
            jenkins.assertLogContains(message, run);
        }

        String file = """
                node {
                    writeFile file: 'web.yaml', text: '''
                name: vault-file
                controller: {single: }
                containers: [{name: app, image: nginx}]
                secrets: [{name: vault-file, data: [{key: a, credentialsId: text}]}]
                '''
                    deployWorkload cluster: 'prod', file: 'web.yaml' %s
                }
                """;
        WorkflowRun stolen = run(jenkins, job, file.formatted(""));
        jenkins.assertBuildStatus(Result.FAILURE, stolen);
        jenkins.assertLogContains(
                "fileCredentials: the file of the workload \"vault-file\" uses the credential \"text\"", stolen);
        jenkins.assertBuildStatusSuccess(run(jenkins, job, file.formatted(", fileCredentials: ['text']")));
        assertThat(data("vault-file")).isEqualTo(Map.of("a", "canary-text"));
    }

    @Test
    void formKeepsSecretsAndConfigMaps(JenkinsRule jenkins) throws Exception {
        configure();
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(YamlReader.read("""
                name: web
                controller: {deployment: {}}
                containers: [{name: app, image: nginx}]
                secrets:
                  - name: db
                    hashSuffix: true
                    data: [{key: a, credentialsId: text}, {key: b, credentialsId: gone, field: password}]
                  - {name: pull, type: kubernetes.io/dockerconfigjson, credentialsId: user, registry: r.example, restartPods: false}
                configMaps:
                  - {name: settings, files: 'config/*', data: {a: "b\\nc"}, binaryData: {d: AAE=}}
                """, "web.yaml", Workload.class).get(0));
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new DeployWorkloadBuilder(step));
        DeployWorkloadStep ofFile = new DeployWorkloadStep("prod");
        ofFile.setFile("deploy/*.yaml");
        ofFile.setFileCredentials(List.of("text"));
        job.getBuildersList().add(new DeployWorkloadBuilder(ofFile));
        job.save();
        String before = storedSteps(job);
        assertThat(before).contains("<credentialsId>gone</credentialsId>", "DOCKER_CONFIG_JSON", "<fileCredentials>");

        jenkins.submit(jenkins.createWebClient().getPage(job, "configure").getFormByName("config"));

        assertThat(storedSteps(job)).isEqualTo(before);
        Workload.DescriptorImpl descriptor =
                (Workload.DescriptorImpl) jenkins.jenkins.getDescriptorOrDie(Workload.class);
        assertThat(descriptor.doCheckObjects(job, "{kind: Secret, stringData: {a: b}}").kind)
                .isEqualTo(FormValidation.Kind.WARNING);
        assertThat(descriptor.doCheckObjects(job, "{kind: ConfigMap, data: {a: b}}").kind)
                .isEqualTo(FormValidation.Kind.OK);
    }

    /** Without the fields of the job itself, which Jenkins adds when its form is saved. */
    private static String storedSteps(FreeStyleProject job) throws Exception {
        String xml = job.getConfigFile().asString();
        return xml.substring(xml.indexOf("<deploy>"), xml.lastIndexOf("</deploy>"));
    }

    private static WorkflowRun run(JenkinsRule jenkins, WorkflowJob job, String script) throws Exception {
        job.setDefinition(new CpsFlowDefinition(script, true));
        return jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart());
    }
}
