package io.jenkins.plugins.deployworkload.bench;

import io.jenkins.plugins.deployworkload.bench.deployer.Command;
import io.jenkins.plugins.deployworkload.bench.shape.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** First deploys with the runner, each in a new JVM. The workload file yields a Deployment and a Service. */
final class RunnerProcesses {

    private RunnerProcesses() {}

    /**
     * @param runner launcher of the runner; {@code null} for none
     * @param folder for files
     * @param kubeconfig YAML
     * @return wall times
     */
    static Series measure(int processes, Path runner, Path folder, String kubeconfig, Observer observer)
            throws IOException {
        Series wall = new Series();
        Path config = Files.writeString(folder.resolve("kubeconfig"), kubeconfig);
        // The first process is not measured: it may have to write the class-data sharing archive.
        for (int i = 0; runner != null && i <= processes; i++) {
            Path file = Files.writeString(folder.resolve("workload.yaml"), """
                    name: process-%d
                    controller: {deployment: {replicas: 1}}
                    containers:
                      - name: app
                        image: registry.example/shop/web:1
                        env:
                          - {name: THEME, valueFrom: {configMapKeyRef: {name: %s, key: theme}}}
                        readinessProbe:
                          httpGet: {path: /ready, port: 8080}
                    service:
                      ports: [{name: http, port: 80, targetPort: 8080}]
                    """.formatted(i, Application.SETTINGS));
            String script = "JAVA_HOME=%s %s deploy --kubeconfig %s --namespace %s %s"
                    .formatted(System.getProperty("java.home"), runner, config, Bench.NAMESPACE, file);
            observer.awaitQuiet();
            long start = System.nanoTime();
            Command.run(folder, script);
            long nanos = System.nanoTime() - start;
            if (i > 0) {
                wall.add(nanos);
            }
        }
        return wall;
    }
}
