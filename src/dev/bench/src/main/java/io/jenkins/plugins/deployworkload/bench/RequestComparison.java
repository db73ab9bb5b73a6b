package io.jenkins.plugins.deployworkload.bench;

import io.jenkins.plugins.deployworkload.bench.deployer.Deployer;
import io.jenkins.plugins.deployworkload.bench.shape.Application;
import io.jenkins.plugins.deployworkload.bench.shape.Shape;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the requests and bytes of one deploy of each kind, with each deployer. */
final class RequestComparison {

    private record Key(Shape shape, Scenario scenario, String deployer) {}

    private final Map<Key, RequestCounts> counts = new HashMap<>();

    /**
     * @param deployers connect through the proxy
     * @param shapes what is deployed
     */
    void run(
            List<Deployer> deployers,
            List<Shape> shapes,
            Path auditLog,
            ByteCountingProxy proxy,
            Observer observer,
            ControlPlane controlPlane) {
        RequestCounter requests = new RequestCounter(auditLog, observer, proxy);
        Cleaner cleaner = new Cleaner(controlPlane, observer);
        for (Shape shape : shapes) {
            Comparison comparison = new Comparison(shape, observer, controlPlane);
            for (Deployer deployer : deployers) {
                String name = Comparison.uniqueName(deployer);
                for (Scenario scenario : comparison.scenarios()) {
                    Application application = comparison.application(name, scenario);
                    counts.put(
                            new Key(shape, scenario, deployer.label()),
                            requests.of(deployer.userAgent(), () -> deployer.deploy(application)));
                }
                cleaner.deleteAll();
            }
        }
    }

    /** @param deployer label of the deployer */
    RequestCounts of(Shape shape, Scenario scenario, String deployer) {
        return counts.get(new Key(shape, scenario, deployer));
    }
}
