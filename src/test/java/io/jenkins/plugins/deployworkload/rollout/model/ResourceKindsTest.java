package io.jenkins.plugins.deployworkload.rollout.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceKindsTest {

    /** @param type apiVersion and kind, such as {@code apps/v1 Deployment} */
    private static HasMetadata object(String type) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setApiVersion(type.split(" ")[0]);
        object.setKind(type.split(" ")[1]);
        object.setMetadata(new ObjectMetaBuilder().withName("web").build());
        return object;
    }

    private static ObjectRef ref(String type) {
        return ObjectRef.of(object(type), "ns");
    }

    @Test
    void appliesWhatOthersNeedFirst() {
        List<HasMetadata> objects = List.of(
                object("example.com/v1 Widget"),
                object("admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration"),
                object("networking.k8s.io/v1 Ingress"),
                object("apps/v1 Deployment"),
                object("v1 Pod"),
                object("batch/v1 CronJob"),
                object("apps/v1 ReplicaSet"),
                object("rbac.authorization.k8s.io/v1 ClusterRoleBinding"),
                object("rbac.authorization.k8s.io/v1 ClusterRole"),
                object("v1 ConfigMap"),
                object("storage.k8s.io/v1 StorageClass"),
                object("apiextensions.k8s.io/v1 CustomResourceDefinition"),
                object("v1 Namespace"));
        assertThat(ResourceKinds.waves(objects))
                .extracting(wave -> wave.stream().map(HasMetadata::getKind).toList())
                .containsExactly(
                        List.of("CustomResourceDefinition", "Namespace"),
                        List.of("ClusterRole", "ConfigMap", "StorageClass"),
                        List.of("ClusterRoleBinding"),
                        List.of("Deployment", "Pod", "CronJob", "ReplicaSet"),
                        List.of("Widget", "ValidatingWebhookConfiguration", "Ingress"));
    }

    @ParameterizedTest
    @CsvSource({
        "apps/v1 Deployment,                        v1 ConfigMap,                              true",
        "apps/v1 Deployment,                        rbac.authorization.k8s.io/v1 RoleBinding,  true",
        "rbac.authorization.k8s.io/v1 RoleBinding,  rbac.authorization.k8s.io/v1 Role,         true",
        "rbac.authorization.k8s.io/v1 RoleBinding,  v1 ConfigMap,                              false",
        "rbac.authorization.k8s.io/v1 RoleBinding,  v1 Namespace,                              true",
        "example.com/v1 Widget,                     apps/v1 Deployment,                        true",
        "v1 Service,                                v1 Namespace,                              true",
    })
    void waitsForObjectsOfEarlierWaves(String object, String earlier, boolean expected) {
        assertThat(ResourceKinds.dependsOn(object(object), object(earlier))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "v1 ConfigMap,                             v1 Namespace,                                      true",
        "example.com/v1 Widget,                    apiextensions.k8s.io/v1 CustomResourceDefinition,  true",
        "gateway.networking.k8s.io/v1 Gateway,     apiextensions.k8s.io/v1 CustomResourceDefinition,  true",
        "apps/v1 Deployment,                       apiextensions.k8s.io/v1 CustomResourceDefinition,  false",
        "rbac.authorization.k8s.io/v1 RoleBinding, rbac.authorization.k8s.io/v1 Role,                 true",
        "v1 ConfigMap,                             rbac.authorization.k8s.io/v1 Role,                 false",
        "v1 Pod,                                   v1 ServiceAccount,                                 true",
        "apps/v1 Deployment,                       v1 ServiceAccount,                                 false",
        "v1 Pod,                                   v1 ConfigMap,                                      false",
    })
    void knowsWhatAnObjectRequires(String object, String earlier, boolean expected) {
        assertThat(ResourceKinds.mayRequire(object(object), object(earlier))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"v1 PersistentVolumeClaim", "v1 Namespace", "apiextensions.k8s.io/v1 CustomResourceDefinition"})
    void keepsObjectsThatHoldData(String type) {
        assertThat(ResourceKinds.holdsData(ref(type))).isTrue();
    }

    @Test
    void onlyAControllerOfTheSameNameTakesThePlaceOfAnother() {
        ObjectRef former = ref("apps/v1 StatefulSet");
        HasMetadata other = object("apps/v1 Deployment");
        assertThat(ResourceKinds.takesPlaceOf(other, former)).isTrue();
        other.getMetadata().setName("worker");
        assertThat(ResourceKinds.takesPlaceOf(other, former)).isFalse();
        assertThat(ResourceKinds.takesPlaceOf(object("v1 Service"), former)).isFalse();
        assertThat(ResourceKinds.takesPlaceOf(object("apps/v1 Deployment"), ref("v1 Service")))
                .isFalse();
    }
}
