package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterTest {

    /**
     * Jenkins saves strings, Booleans and ArrayLists as plain XML, which administrators can edit. Jenkins would save a
     * list of another class as serialized Java.
     */
    @Test
    void savesOnlyStringsBooleansAndLists() throws Exception {
        Cluster configured = new Cluster("configured");
        configured.setInCluster(true);
        configured.setAllowedJobs(List.of(" shop/** "));
        configured.setAllowedNamespaces(List.of());

        for (Cluster cluster : List.of(configured, configured.copy(), new Cluster("default").copy())) {
            for (Field field : Cluster.class.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                    field.setAccessible(true);
                    Object value = field.get(cluster);
                    assertThat(value == null
                                    || List.of(String.class, Boolean.class, ArrayList.class)
                                            .contains(value.getClass()))
                            .as("%s of %s: %s", field.getName(), cluster.getName(), value)
                            .isTrue();
                }
            }
        }
        assertThat(configured.copy().getAllowedJobs()).containsExactly("shop/**");
        assertThat(new Cluster("default").copy().getAllowedNamespaces()).isEmpty();
    }
}
