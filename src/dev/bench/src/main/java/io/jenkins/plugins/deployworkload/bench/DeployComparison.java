package io.jenkins.plugins.deployworkload.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Makes the same deploys with several deployers in turn: first deploy, new image, no change. */
final class DeployComparison {

    /** Kind of deploy. */
    enum Scenario {
        FIRST_DEPLOY,
        NEW_IMAGE,
        NO_CHANGE
    }

    private final Observer observer;
    private final KubernetesClient client;
    private final String namespace;
    private final Map<Scenario, Map<Deployer, Measurements>> measured = new EnumMap<>(Scenario.class);
    private int number;

    DeployComparison(Observer observer, KubernetesClient client, String namespace) {
        this.observer = observer;
        this.client = client;
        this.namespace = namespace;
    }

    /**
     * @param batch number of concurrent workloads
     * @param measure whether to record the times; {@code false} for the warm-up
     */
    void run(List<? extends Deployer> deployers, int repetitions, int batch, boolean measure) {
        for (int repetition = 0; repetition < repetitions; repetition++) {
            // The order of the deployers rotates, so that a change of the machine's load affects all deployers alike.
            for (int i = 0; i < deployers.size(); i++) {
                Deployer deployer = deployers.get((repetition + i) % deployers.size());
                number++;
                List<String> names = IntStream.range(0, batch)
                        .mapToObj(index -> deployer.label() + "-" + number + "-" + index)
                        .toList();
                observer.clear();
                deploy(deployer, names, 1, Scenario.FIRST_DEPLOY, measure);
                deploy(deployer, names, 2, Scenario.NEW_IMAGE, measure);
                deploy(deployer, names, 2, Scenario.NO_CHANGE, measure);
                remove(names);
            }
        }
    }

    Measurements of(Scenario scenario, Deployer deployer) {
        return measured.computeIfAbsent(scenario, absent -> new HashMap<>())
                .computeIfAbsent(deployer, absent -> new Measurements());
    }

    private void deploy(Deployer deployer, List<String> names, int version, Scenario scenario, boolean measure) {
        observer.awaitQuiet();
        Deployer.Times times = deployer.deploy(
                namespace,
                names.stream()
                        .map(name -> SampleWorkload.objects(namespace, name, version))
                        .toList());
        if (!measure) {
            return;
        }
        Measurements measurements = of(scenario, deployer);
        if (scenario == Scenario.NO_CHANGE) {
            measurements.wall().add(times.end() - times.start());
            return;
        }
        long firstWrite = Long.MAX_VALUE;
        long allPublished = 0;
        List<Long> published = new ArrayList<>();
        for (String name : names) {
            published.add(observer.published(namespace, name, SampleWorkload.image(version), times.start()));
            firstWrite = Math.min(firstWrite, observer.firstWrite(namespace, name, times.start()));
            allPublished = Math.max(allPublished, published.getLast());
        }
        measurements.wall().add(times.end() - times.start());
        long wall = times.end() - times.start();
        long acknowledged = times.firstWriteAcknowledged().orElse(firstWrite);
        times.firstWriteAcknowledged()
                .ifPresent(written -> measurements.beforeFirstWrite().add(written - times.start()));
        measurements.controllers().add(allPublished - acknowledged);
        measurements.own().add(wall - (allPublished - acknowledged));
        measurements.ownAsObserved().add(wall - (allPublished - firstWrite));
        for (int i = 0; i < names.size(); i++) {
            measurements.verdictLag().add(times.ends().get(i) - published.get(i));
            if (!times.lastProgress().isEmpty()) {
                measurements.progressLag().add(times.lastProgress().get(i) - published.get(i));
            }
        }
    }

    /** Deletes the workloads, so that the cluster keeps its size and the autoscaler controller stays idle. */
    private void remove(List<String> names) {
        observer.awaitQuiet();
        for (String name : names) {
            client.autoscaling()
                    .v2()
                    .horizontalPodAutoscalers()
                    .inNamespace(namespace)
                    .withName(name)
                    .delete();
            client.apps().deployments().inNamespace(namespace).withName(name).delete();
            client.services().inNamespace(namespace).withName(name).delete();
            client.configMaps()
                    .inNamespace(namespace)
                    .withLabel(RolloutRequest.NAME_LABEL, name)
                    .delete();
            client.configMaps().inNamespace(namespace).withName(name).delete();
        }
        while (!client.pods().inNamespace(namespace).list().getItems().isEmpty()) {
            observer.awaitQuiet();
        }
    }
}
