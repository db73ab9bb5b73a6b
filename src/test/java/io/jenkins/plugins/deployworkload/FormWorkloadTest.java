package io.jenkins.plugins.deployworkload;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.preview.StepPreview;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The conversion of texts that users paste into the form. */
class FormWorkloadTest {

    @Test
    void readsWorkloadFile() {
        FormWorkload pasted = FormWorkload.of("""
                name: shop
                controller: {single: {}}
                containers: [{name: app, image: "nginx:$TAG"}]
                """);

        assertThat(pasted.problems()).isEmpty();
        assertThat(TreeWriter.toTree(pasted.step().getWorkload()).toString()).isEqualTo("""
                {"name":"shop","controller":{"single":{}},"containers":[{"name":"app","image":"nginx:$TAG"}]}""");
    }

    /** The form shows a workload file with an escape before each {@code ${}. */
    @Test
    void workloadFileOfTheFormFillsTheFormAgain() throws Exception {
        String yaml = """
                name: shop
                controller: {single: {}}
                containers:
                  - name: app
                    image: nginx:1
                    env: [{name: A, value: "${HOME} $${HOME} $x ${"}]
                """;
        Workload entered = YamlReader.read(yaml, "shop.yaml", Workload.class).getFirst();
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setWorkload(entered);
        String shown = StepPreview.of(step, entered, List.of(), null).workload();

        FormWorkload pasted = FormWorkload.of(shown);

        assertThat(shown).contains("$${HOME}");
        assertThat(pasted.problems()).isEmpty();
        assertThat(TreeWriter.toTree(pasted.step().getWorkload())).isEqualTo(TreeWriter.toTree(entered));
    }

    @Test
    void importsManifestWithNotes() {
        FormWorkload pasted = FormWorkload.of("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: shop}
                spec:
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: shop}}
                    spec: {containers: [{name: app, image: "nginx:1"}]}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: login}
                """);

        assertThat(pasted.problems()).isEmpty();
        assertThat(pasted.step().getWorkload().getName()).isEqualTo("shop");
        assertThat(pasted.notes()).anyMatch(note -> note.contains("Secret login"));
    }

    @Test
    void problemsHaveLineAndColumn() {
        assertThat(FormWorkload.of("a: [").problems())
                .singleElement()
                .asString()
                .matches("[0-9]+:[0-9]+: .*");
        FormWorkload invalid = FormWorkload.of("""
                name: shop
                controller: {single: {}}
                containers:
                  - name: No Name
                    image: nginx
                """);
        assertThat(invalid.step()).isNull();
        assertThat(invalid.problems()).singleElement().asString().startsWith("4:5: containers[0].name: ");
    }

    @Test
    void refusesSeveralWorkloads() {
        String one = "name: %s\ncontroller: {single: {}}\ncontainers: [{name: app, image: nginx}]\n";

        assertThat(FormWorkload.of(one.formatted("a") + "---\n" + one.formatted("b"))
                        .problems())
                .singleElement()
                .asString()
                .contains("2 workloads");
    }

    @Test
    void refusesTextWithoutWorkload() {
        assertThat(FormWorkload.of("").problems()).hasSize(1);
        assertThat(FormWorkload.of("kind: Deployment").problems()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void templateFillsTheForm(WorkloadTemplate template) throws Exception {
        FormWorkload pasted = FormWorkload.of(template.getText());

        assertThat(pasted.problems()).isEmpty();
        Workload workload = pasted.step().getWorkload();
        assertThat(StepPreview.of(pasted.step(), workload, pasted.step().getImages(), "prod")
                        .objects())
                .contains("name: " + workload.getName());
    }
}
