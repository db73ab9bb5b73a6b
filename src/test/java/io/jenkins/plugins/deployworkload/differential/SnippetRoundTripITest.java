package io.jenkins.plugins.deployworkload.differential;

import static org.assertj.core.api.Assertions.assertThat;

import groovy.lang.Binding;
import groovy.lang.Closure;
import groovy.lang.GroovyShell;
import groovy.lang.Script;
import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.jenkinsci.plugins.pipeline.modeldefinition.ast.ModelASTPipelineDef;
import org.jenkinsci.plugins.pipeline.modeldefinition.parser.Converter;
import org.jenkinsci.plugins.pipeline.modeldefinition.parser.JSONParser;
import org.jenkinsci.plugins.structs.SymbolLookup;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Generates a Pipeline snippet from a step, runs the snippet, and checks that the result is an equal step. */
@WithJenkins
class SnippetRoundTripITest {

    private static final int RANDOM_WORKLOADS = 300;

    @Test
    void randomWorkloadsRoundTripThroughSnippet(JenkinsRule jenkins) throws Exception {
        WorkloadGenerator generator = new WorkloadGenerator(1);
        for (int i = 0; i < RANDOM_WORKLOADS; i++) {
            assertRoundTrip(jenkins, Binder.bind(generator.valid(i), Workload.class));
        }
    }

    @Test
    void examplesRoundTripThroughSnippet(JenkinsRule jenkins) throws Exception {
        for (Path file : ExamplesTest.examples()) {
            for (Workload workload : YamlReader.read(Files.readString(file), file.toString(), Workload.class)) {
                assertRoundTrip(jenkins, workload);
            }
        }
    }

    @Test
    void keysThatAreNoIdentifiersRoundTripThroughSnippet(JenkinsRule jenkins) throws Exception {
        String data = Stream.of("app.properties", "a.b.c", "in", "class", "a.class", "_", "x-y", "1", "a/b", "ª")
                .map(key -> "'" + key + "': '" + key + "'")
                .collect(Collectors.joining(", ", "{", "}"));
        for (Workload workload : YamlReader.read("""
                name: web
                controller: {deployment: {}}
                containers: [{name: app, image: nginx}]
                configMaps: [{name: web, data: {app.properties: "a=1", nginx.conf: "http {}", class: c, in: i}}]
                patches: [{target: {kind: Deployment}, merge: {metadata: {annotations: %s}}}]
                """.formatted(data), "web.yaml", Workload.class)) {
            assertRoundTrip(jenkins, workload);
        }
    }

    @Test
    void examplesRoundTripThroughDeclarativePipeline(JenkinsRule jenkins) throws Exception {
        for (Path file : ExamplesTest.examples()) {
            for (Workload workload : YamlReader.read(Files.readString(file), file.toString(), Workload.class)) {
                DeployWorkloadStep step = new DeployWorkloadStep("prod");
                step.setWorkload(workload);
                assertRoundTrip(jenkins, step, throughDeclarativeModel(Snippetizer.object2Groovy(step)));
            }
        }
    }

    /** Converts the snippet to the JSON form of a Declarative Pipeline and back. */
    private static String throughDeclarativeModel(String snippet) throws Exception {
        ModelASTPipelineDef pipeline = Converter.scriptToPipelineDef(
                "pipeline {\n agent none\n stages {\n stage('deploy') {\n steps {\n" + snippet + "\n}\n}\n}\n}");
        ModelASTPipelineDef back = new JSONParser(null).parse(Converter.jsonTreeFromJSONObject(pipeline.toJSON()));
        return back.getStages()
                .getStages()
                .get(0)
                .getBranches()
                .get(0)
                .getSteps()
                .get(0)
                .toGroovy();
    }

    private static void assertRoundTrip(JenkinsRule jenkins, Workload workload) throws Exception {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(workload);
        assertRoundTrip(jenkins, step, Snippetizer.object2Groovy(step));
    }

    private static void assertRoundTrip(JenkinsRule jenkins, DeployWorkloadStep step, String snippet) throws Exception {
        assertThat(snippet.replaceAll("'(\\\\.|[^'\\\\])*'", "''")).doesNotContain("[]");
        DeployWorkloadStep back = (DeployWorkloadStep) jenkins.jenkins
                .getDescriptorByType(DeployWorkloadStep.DescriptorImpl.class)
                .newInstance(arguments(snippet));
        assertThat(TreeWriter.toTree(back)).as(snippet).isEqualTo(TreeWriter.toTree(step));
    }

    /** The arguments that Groovy passes to the step when it runs the snippet. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> arguments(String snippet) {
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setScriptBaseClass(SymbolScript.class.getName());
        GroovyShell shell = new GroovyShell(SymbolScript.class.getClassLoader(), new Binding(), configuration);
        shell.setVariable("deployWorkload", new Closure<Object>(null) {
            private static final long serialVersionUID = 1L;

            @Override
            public Object call(Object argument) {
                return argument;
            }
        });
        return (Map<String, Object>) shell.evaluate(snippet);
    }

    /** Calls symbols as a Pipeline does, which passes a call on as an uninstantiated value. */
    public abstract static class SymbolScript extends Script {

        @Override
        public Object invokeMethod(String name, Object arguments) {
            Object[] values = (Object[]) arguments;
            if (values.length == 0 && SymbolLookup.get().findDescriptor(Object.class, name) != null) {
                return new UninstantiatedDescribable(name, null, Map.of());
            }
            return super.invokeMethod(name, arguments);
        }
    }
}
