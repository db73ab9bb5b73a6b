package io.jenkins.plugins.deployworkload.corpus;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.jenkins.plugins.deployworkload.controlplane.Assets;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import io.jenkins.plugins.deployworkload.controlplane.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * A control plane whose nodes have the labels and resources that the bundles ask for, and which provides a volume for
 * each claim at once.
 */
final class CorpusCluster implements AutoCloseable {

    final ControlPlane controlPlane = ControlPlane.start(Options.defaults());
    private final Path kubeconfig;
    private final String kubectl =
            Assets.find(line -> {}).kubectl().orElseThrow().toString();

    CorpusCluster(List<Bundle> bundles, Path kubeconfig) throws IOException {
        this.kubeconfig = kubeconfig;
        controlPlane.writeKubeconfig(kubeconfig);
        prepareNodes(bundles);
        client().persistentVolumeClaims().inAnyNamespace().inform(new VolumeProvider());
    }

    KubernetesClient client() {
        return controlPlane.client();
    }

    /** Gives nodes the labels of all selectors. Selectors with other values of a label get another node. */
    private void prepareNodes(List<Bundle> bundles) {
        List<Map<String, String>> nodes = new ArrayList<>();
        Set<String> resources = new TreeSet<>();
        for (int number = 1; number <= 2; number++) {
            nodes.add(new HashMap<>(Map.of(
                    "kubernetes.io/hostname",
                    "node-" + number,
                    "kubernetes.io/os",
                    "linux",
                    "kubernetes.io/arch",
                    "amd64",
                    "node-role.kubernetes.io/control-plane",
                    "",
                    "node-role.kubernetes.io/worker",
                    "")));
        }
        for (Bundle bundle : bundles) {
            for (Map<?, ?> object : bundle.objects()) {
                NodeNeeds needs = NodeNeeds.of(object);
                resources.addAll(needs.resources());
                needs.labels().forEach(labels -> add(labels, nodes));
            }
        }
        for (int number = 1; number <= nodes.size(); number++) {
            Node node = client().resource(new NodeBuilder()
                            .withNewMetadata()
                            .withName("node-" + number)
                            .withLabels(nodes.get(number - 1))
                            .endMetadata()
                            .build())
                    .forceConflicts()
                    .serverSideApply();
            client().nodes()
                    .withName(node.getMetadata().getName())
                    .waitUntilCondition(
                            found -> found != null && found.getStatus().getCapacity() != null, 1, TimeUnit.MINUTES);
            client().nodes().withName(node.getMetadata().getName()).editStatus(found -> {
                resources.forEach(name -> {
                    found.getStatus().getCapacity().put(name, new Quantity("64"));
                    found.getStatus().getAllocatable().put(name, new Quantity("64"));
                });
                return found;
            });
        }
    }

    private static void add(Map<String, String> labels, List<Map<String, String>> nodes) {
        boolean present = nodes.stream()
                .filter(node -> labels.entrySet().stream()
                        .allMatch(label -> node.getOrDefault(label.getKey(), label.getValue())
                                .equals(label.getValue())))
                .findFirst()
                .map(node -> {
                    node.putAll(labels);
                    return true;
                })
                .orElse(false);
        if (!present) {
            Map<String, String> node = new HashMap<>(Map.of(
                    "kubernetes.io/hostname",
                    "node-" + (nodes.size() + 1),
                    "kubernetes.io/os",
                    "linux",
                    "kubernetes.io/arch",
                    "amd64"));
            node.putAll(labels);
            nodes.add(node);
        }
    }

    void createNamespace(String name) {
        if (client().namespaces().withName(name).get() == null) {
            client().resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create();
        }
        client().serviceAccounts()
                .inNamespace(name)
                .withName("default")
                .waitUntilCondition(Objects::nonNull, 1, TimeUnit.MINUTES);
    }

    void deleteNamespaces(Set<String> names) {
        names.forEach(name -> client().namespaces().withName(name).delete());
        names.forEach(
                name -> client().namespaces().withName(name).waitUntilCondition(Objects::isNull, 90, TimeUnit.SECONDS));
    }

    /** @param output of both streams */
    record Answer(boolean success, String output) {}

    Answer kubectl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(kubectl, "--kubeconfig", kubeconfig.toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("kubectl", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
            return new Answer(process.exitValue() == 0, Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    @Override
    public void close() {
        controlPlane.close();
    }

    /** Creates a volume for each claim that does not name one. */
    private final class VolumeProvider implements ResourceEventHandler<PersistentVolumeClaim> {

        @Override
        public void onAdd(PersistentVolumeClaim claim) {
            if (claim.getSpec().getVolumeName() != null) {
                return;
            }
            PersistentVolumeBuilder volume = new PersistentVolumeBuilder()
                    .withNewMetadata()
                    .withName(volumeName(claim))
                    .endMetadata()
                    .withNewSpec()
                    .withAccessModes(claim.getSpec().getAccessModes())
                    .withCapacity(Map.of(
                            "storage",
                            claim.getSpec().getResources().getRequests().get("storage")))
                    .withStorageClassName(claim.getSpec().getStorageClassName())
                    .withVolumeMode(claim.getSpec().getVolumeMode())
                    .withNewHostPath("/tmp", "")
                    .withNewClaimRef()
                    .withNamespace(claim.getMetadata().getNamespace())
                    .withName(claim.getMetadata().getName())
                    .withUid(claim.getMetadata().getUid())
                    .endClaimRef()
                    .endSpec();
            if (claim.getSpec().getSelector() != null) {
                volume.editMetadata()
                        .withLabels(claim.getSpec().getSelector().getMatchLabels())
                        .endMetadata();
            }
            try {
                client().resource(volume.build()).create();
            } catch (KubernetesClientException e) {
                System.err.println("No volume for " + claim.getMetadata().getName() + ": " + e.getMessage());
            }
        }

        @Override
        public void onUpdate(PersistentVolumeClaim before, PersistentVolumeClaim claim) {}

        @Override
        public void onDelete(PersistentVolumeClaim claim, boolean stateUnknown) {
            client().persistentVolumes().withName(volumeName(claim)).delete();
        }

        private String volumeName(PersistentVolumeClaim claim) {
            return "pvc-" + claim.getMetadata().getUid();
        }
    }
}
