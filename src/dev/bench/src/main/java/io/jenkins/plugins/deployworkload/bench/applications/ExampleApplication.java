package io.jenkins.plugins.deployworkload.bench.applications;

import io.jenkins.plugins.deployworkload.bench.shape.Application;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestReader;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestRenderer;
import io.jenkins.plugins.deployworkload.manifest.objects.PatchFiles;
import io.jenkins.plugins.deployworkload.manifest.objects.ReferencedFiles.YamlFile;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An application of the tests, whose files have placeholders in capital letters.
 *
 * @param folder name of its folder
 * @param failure the failure that its pods report when it is broken, a value of the pod annotation {@code
 *     deploy-workload.test/failure}
 */
record ExampleApplication(String folder, String failure) {

    static final List<ExampleApplication> ALL = List.of(
            new ExampleApplication("microservice-shop", "image-invalid"),
            new ExampleApplication("mesh-sample", "image"),
            new ExampleApplication("monitoring-stack", "config"),
            new ExampleApplication("ingress-controller", "crash"),
            new ExampleApplication("csi-driver", "image-invalid"),
            new ExampleApplication("operator", "run"),
            new ExampleApplication("database", "image-never"),
            new ExampleApplication("batch-queue", "create"),
            new ExampleApplication("gpu-training", "image-invalid"),
            new ExampleApplication("helm-output", "image"));

    /** @param folders the folder of all applications */
    Application healthy(Path folders, String namespace) throws Exception {
        return read(folders, namespace, "1", "plays", "nothing");
    }

    /** A new version whose pods fail. */
    Application broken(Path folders, String namespace) throws Exception {
        return read(folders, namespace, "2", "failure", failure);
    }

    private Application read(Path folders, String namespace, String version, String annotation, String value)
            throws Exception {
        List<YamlFile> files = new ArrayList<>();
        for (String name : List.of("application.yaml", "extra.yaml")) {
            String text = Files.readString(folders.resolve(folder).resolve(name))
                    .replace("NAMESPACE", namespace)
                    .replace("PLAY", annotation)
                    .replace("VALUE", value)
                    .replace("RESOURCE", "cpu")
                    .replace("VERSION", version);
            files.add(new YamlFile(name, text));
        }
        return new Application(
                namespace,
                folder,
                "",
                ManifestRenderer.render(
                        ManifestReader.read(files, Variables.LITERAL), List.of(), PatchFiles.NONE, namespace));
    }
}
