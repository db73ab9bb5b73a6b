package io.jenkins.plugins.deployworkload.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Deploys with kubectl, as a well-written script does: one server-side apply of one file with all objects, then one
 * {@code rollout status} of all Deployments. The discovery cache of kubectl is filled before the measurement. kubectl
 * has its default client-side rate limits.
 */
final class KubectlDeployer implements Deployer {

    private final Path program;
    private final Path folder;
    private final Path kubeconfig;

    /**
     * @param folder empty directory for the files of this deployer
     * @param config a kubeconfig, YAML
     */
    KubectlDeployer(Path program, Path folder, String config) throws IOException {
        this.program = program;
        this.folder = folder;
        this.kubeconfig = folder.resolve("kubeconfig");
        Files.writeString(kubeconfig, config);
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public Times deploy(String namespace, List<List<HasMetadata>> workloads) {
        String names = workloads.stream()
                .map(objects -> "deployment/" + objects.getFirst().getMetadata().getName())
                .collect(Collectors.joining(" "));
        Path file = folder.resolve("objects.yaml");
        try {
            Files.writeString(file, workloads.stream().map(SampleWorkload::yaml).collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String kubectl = "%s --kubeconfig=%s --cache-dir=%s --namespace=%s "
                .formatted(program, kubeconfig, folder.resolve("cache"), namespace);
        String script = kubectl + "apply --server-side --field-manager=bench -f " + file + " && " + kubectl
                + "rollout status --timeout=3m " + names;
        long start = System.nanoTime();
        run(List.of("sh", "-c", script));
        long end = System.nanoTime();
        return new Times(start, OptionalLong.empty(), List.of(), Collections.nCopies(workloads.size(), end), end);
    }

    /** Rolls a Deployment back with {@code kubectl rollout undo}, and waits until it is available. */
    void undo(String namespace, String name) {
        String kubectl = "%s --kubeconfig=%s --cache-dir=%s --namespace=%s rollout "
                .formatted(program, kubeconfig, folder.resolve("cache"), namespace);
        run(List.of(
                "sh",
                "-c",
                kubectl + "undo deployment/" + name + " && " + kubectl + "status --timeout=3m deployment/" + name));
    }

    /** The version of kubectl, such as {@code v1.37.2}. */
    String version() {
        return run(List.of(program.toString(), "version", "--client"))
                .lines()
                .filter(line -> line.startsWith("Client Version: "))
                .map(line -> line.substring("Client Version: ".length()))
                .findFirst()
                .orElse("?");
    }

    /**
     * Runs a command and returns its output.
     *
     * @throws IllegalStateException if the command fails
     */
    static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(Arrays.toString(command.toArray()) + ": " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String label() {
        return "kubectl";
    }
}
