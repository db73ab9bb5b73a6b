package io.jenkins.plugins.deployworkload.bench.scale;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.deployworkload.bench.Bench;
import java.io.File;
import java.time.Duration;

/**
 * Resources in use at one moment of the soak test. They must not grow.
 *
 * @param watches watches of all clients of the API server
 * @param configMaps ConfigMaps in the namespace, with the kept revisions
 * @param temporaryFiles entries of the folder for temporary files
 */
record SoakSample(Duration at, int deploys, JvmSample jvm, long watches, int configMaps, int temporaryFiles) {

    static SoakSample take(Duration at, int deploys, KubernetesClient client) {
        return new SoakSample(
                at,
                deploys,
                JvmSample.now(),
                Math.round(Metrics.sum(client, "apiserver_longrunning_requests", "verb=\"WATCH\"")),
                client.configMaps()
                        .inNamespace(Bench.NAMESPACE)
                        .list()
                        .getItems()
                        .size(),
                new File(System.getProperty("java.io.tmpdir")).list().length);
    }
}
