package io.jenkins.plugins.deployworkload.bench.shape;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The objects of an application, as teams have them. */
public sealed interface Shape {

    /** For the report. */
    String title();

    List<HasMetadata> objects(String namespace, String name, String image);

    /** Whether the tools agree on what a second deploy does. */
    default boolean isRepeatable() {
        return true;
    }

    /** Whether the application has only one workload. */
    default boolean isSingle() {
        return true;
    }

    default Application application(String namespace, String name, int version) {
        String image = "registry.example/shop/web:" + version;
        return new Application(namespace, name, image, objects(namespace, name, image));
    }

    /** A Deployment with a Service, a ConfigMap and a ServiceAccount. */
    record Web(int replicas) implements Shape {

        @Override
        public String title() {
            return "Deployment, " + replicas + (replicas == 1 ? " replica" : " replicas");
        }

        @Override
        public List<HasMetadata> objects(String namespace, String name, String image) {
            return new ObjectFactory(namespace, name, image).web(name, replicas);
        }
    }

    /** A StatefulSet with its Service, a ConfigMap and a ServiceAccount. */
    record Database(int replicas) implements Shape {

        @Override
        public String title() {
            return "StatefulSet, " + replicas + " replicas";
        }

        @Override
        public List<HasMetadata> objects(String namespace, String name, String image) {
            ObjectFactory factory = new ObjectFactory(namespace, name, image);
            return List.of(
                    factory.serviceAccount(name),
                    factory.configMap(name),
                    factory.service(name),
                    factory.statefulSet(name, replicas, name));
        }
    }

    /** A Job with a ConfigMap. */
    record Task() implements Shape {

        @Override
        public String title() {
            return "Job";
        }

        /** The engine runs the Job again. The other tools leave it as it is, or refuse a new image. */
        @Override
        public boolean isRepeatable() {
            return false;
        }

        @Override
        public List<HasMetadata> objects(String namespace, String name, String image) {
            ObjectFactory factory = new ObjectFactory(namespace, name, image);
            return List.of(factory.configMap(name), factory.job(name));
        }
    }

    /** Several Deployments with one replica, each with a Service, a ConfigMap and a ServiceAccount. */
    record Services(int deployments) implements Shape {

        @Override
        public String title() {
            return 4 * deployments + " objects (" + deployments + " Deployments)";
        }

        @Override
        public boolean isSingle() {
            return false;
        }

        @Override
        public List<HasMetadata> objects(String namespace, String name, String image) {
            ObjectFactory factory = new ObjectFactory(namespace, name, image);
            return IntStream.range(0, deployments)
                    .mapToObj(index -> factory.web(name + "-" + index, 1))
                    .flatMap(List::stream)
                    .toList();
        }
    }

    /** Mostly ConfigMaps and Services, and a few Deployments with one replica. */
    record Platform(int deployments, int services, int configMaps) implements Shape {

        @Override
        public String title() {
            return deployments + services + configMaps + " objects (" + deployments + " Deployments)";
        }

        @Override
        public boolean isSingle() {
            return false;
        }

        @Override
        public List<HasMetadata> objects(String namespace, String name, String image) {
            ObjectFactory factory = new ObjectFactory(namespace, name, image);
            List<HasMetadata> objects = new ArrayList<>();
            IntStream.range(0, configMaps).forEach(index -> objects.add(factory.configMap(name + "-" + index)));
            IntStream.range(0, services).forEach(index -> objects.add(factory.service(name + "-" + index)));
            IntStream.range(0, deployments)
                    .forEach(index -> objects.add(factory.deployment(name + "-" + index, 1, "default")));
            return objects;
        }
    }
}
