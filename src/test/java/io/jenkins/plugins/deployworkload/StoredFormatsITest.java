package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import groovy.lang.Closure;
import groovy.lang.GroovyShell;
import hudson.XmlFile;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.deployworkload.cluster.ClusterConfiguration;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Reads the stored files in {@code formats/} in a real Jenkins, and compares what this version writes with the files. The
 * files never change. For a new version of a format, add a file and keep the earlier ones.
 */
@WithJenkins
class StoredFormatsITest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The section of the plugin in an export of Configuration as Code. */
    private static final Pattern CASC_SECTION = Pattern.compile("  deployWorkload:\n(?:    .*\n)+");

    private static List<JsonNode> trees(String file) throws IOException {
        List<JsonNode> trees = new ArrayList<>();
        MAPPER.readTree(text(file)).forEach(trees::add);
        return trees;
    }

    /**
     * In the first form, a workload has one service instead of the list services. In the second one, {@code prune} follows
     * the options of the same class.
     */
    @ParameterizedTest
    @ValueSource(strings = {"freestyle.xml", "freestyle-2.xml", "freestyle-3.xml"})
    void readsAndWritesFreestyleJob(String file, JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = (FreeStyleProject) jenkins.jenkins.createProjectFromXML(
                "job", new ByteArrayInputStream(text(file).getBytes(StandardCharsets.UTF_8)));

        assertThat(job.getBuildersList().getAll(DeployWorkloadBuilder.class).stream()
                        .map(builder -> tree(builder.getDeploy()))
                        .toList())
                .isEqualTo(trees("steps-2.json"));
        job.save();
        assertThat(withoutVersions(job.getConfigFile())).isEqualTo(text("freestyle-3.xml"));
    }

    /**
     * In the first form, a workload has one service instead of the list services. In the second one, a part without fields
     * has an empty list.
     */
    @ParameterizedTest
    @ValueSource(strings = {"pipeline.groovy", "pipeline-2.groovy", "pipeline-3.groovy"})
    void readsAndWritesPipelineSnippets(String file, JenkinsRule jenkins) throws Exception {
        List<String> written = text("pipeline-3.groovy").lines().toList();
        List<JsonNode> steps = new ArrayList<>();
        for (String snippet : text(file).lines().toList()) {
            DeployWorkloadStep step = (DeployWorkloadStep) jenkins.jenkins
                    .getDescriptorByType(DeployWorkloadStep.DescriptorImpl.class)
                    .newInstance(arguments(snippet));
            assertThat(Snippetizer.object2Groovy(step)).isEqualTo(written.get(steps.size()));
            steps.add(tree(step));
        }
        assertThat(steps).isEqualTo(trees("steps-2.json"));
    }

    @Test
    void readsAndWritesConfigurationAsCode(JenkinsRule jenkins, @TempDir Path folder) throws Exception {
        String stored = text("clusters-2.yaml");

        configureAsCode(stored, folder);

        assertThat(clusters()).isEqualTo(trees("clusters-2.json"));
        assertThat(exported()).isEqualTo(stored);
    }

    /** The earlier form has patterns of jobs and of namespaces instead of access rules. */
    @Test
    void readsConfigurationAsCodeOfEarlierForm(JenkinsRule jenkins, @TempDir Path folder) throws Exception {
        configureAsCode(text("clusters.yaml"), folder);

        assertThat(clusters()).isEqualTo(trees("clusters-migrated.json"));
        assertThat(exported())
                .contains("accessRules:")
                .doesNotContain("allowedJobs")
                .doesNotContain("allowedNamespaces");
    }

    @Test
    void readsAndWritesGlobalConfiguration(JenkinsRule jenkins) throws Exception {
        String stored = text("clusters-2.xml");

        load(stored, jenkins);

        assertThat(clusters()).isEqualTo(trees("clusters-2.json"));
        ClusterConfiguration.get().save();
        assertThat(withoutVersions(file(jenkins))).isEqualTo(stored);
    }

    @Test
    void readsAndWritesRegistries(JenkinsRule jenkins) throws Exception {
        String stored = text("registries.xml");

        load(stored, jenkins);

        assertThat(ClusterConfiguration.get().getRegistries().stream()
                        .map(StoredFormatsITest::tree)
                        .toList())
                .isEqualTo(trees("registries.json"));
        ClusterConfiguration.get().save();
        assertThat(withoutVersions(file(jenkins))).isEqualTo(stored);
    }

    @Test
    void readsGlobalConfigurationOfEarlierForm(JenkinsRule jenkins) throws Exception {
        load(text("clusters.xml"), jenkins);

        assertThat(clusters()).isEqualTo(trees("clusters-migrated.json"));
        ClusterConfiguration.get().save();
        assertThat(withoutVersions(file(jenkins))).contains("<accessRules>").doesNotContain("allowed");
        ClusterConfiguration.get().load();
        assertThat(clusters()).isEqualTo(trees("clusters-migrated.json"));
    }

    private static void configureAsCode(String yaml, Path folder) throws Exception {
        ConfigurationAsCode.get()
                .configure(
                        Files.writeString(folder.resolve("jenkins.yaml"), yaml).toString());
    }

    private static String exported() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(out);
        Matcher section = CASC_SECTION.matcher(out.toString(StandardCharsets.UTF_8));
        assertThat(section.find()).isTrue();
        return "unclassified:\n" + section.group();
    }

    private static XmlFile file(JenkinsRule jenkins) {
        return new XmlFile(new File(jenkins.jenkins.getRootDir(), ClusterConfiguration.class.getName() + ".xml"));
    }

    private static void load(String stored, JenkinsRule jenkins) throws IOException {
        Files.writeString(file(jenkins).getFile().toPath(), stored);
        ClusterConfiguration.get().load();
    }

    private static List<JsonNode> clusters() throws IOException {
        return ClusterConfiguration.get().getClusters().stream()
                .map(StoredFormatsITest::tree)
                .toList();
    }

    /** Reads the tree from its text, because numbers of different Java types are never equal. */
    private static JsonNode tree(Section section) {
        try {
            return MAPPER.readTree(TreeWriter.toTree(section).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the plugin's version, which is in the XML of a packaged plugin only. */
    private static String withoutVersions(XmlFile file) throws IOException {
        return file.asString().replaceAll(" plugin=\"[^\"]*\"", "");
    }

    /** The arguments that Groovy passes to the step when it runs the snippet. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> arguments(String snippet) {
        GroovyShell shell = new GroovyShell();
        shell.setVariable("fromBuild", symbol("fromBuild"));
        shell.setVariable("recreate", symbol("recreate"));
        shell.setVariable("deployWorkload", new Closure<Object>(null) {
            private static final long serialVersionUID = 1L;

            @Override
            public Object call(Object argument) {
                return argument;
            }
        });
        return (Map<String, Object>) shell.evaluate(snippet);
    }

    /** A part without fields, such as {@code recreate()}. */
    private static Closure<Object> symbol(String name) {
        return new Closure<>(null) {
            private static final long serialVersionUID = 1L;

            @Override
            public Object call(Object... none) {
                return new UninstantiatedDescribable(name, null, Map.of());
            }
        };
    }

    private static String text(String file) throws IOException {
        try (InputStream in = StoredFormatsITest.class.getResourceAsStream("formats/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
