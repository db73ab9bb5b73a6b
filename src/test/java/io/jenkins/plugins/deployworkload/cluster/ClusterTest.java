package io.jenkins.plugins.deployworkload.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterTest {

    /** Jenkins writes them as plain XML, which administrators edit; other lists are written by their Java serialization. */
    @Test
    void savesOnlyStringsBooleansAndLists() throws Exception {
        Cluster said = new Cluster("said");
        said.setInCluster(true);
        said.setAllowedJobs(List.of(" shop/** "));
        said.setAllowedNamespaces(List.of());

        for (Cluster cluster : List.of(said, said.copy(), new Cluster("unsaid").copy())) {
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
        assertThat(said.copy().getAllowedJobs()).containsExactly("shop/**");
        assertThat(new Cluster("unsaid").copy().getAllowedNamespaces()).isEmpty();
    }
}
