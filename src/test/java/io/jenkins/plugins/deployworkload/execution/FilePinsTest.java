package io.jenkins.plugins.deployworkload.execution;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests what a step lets workload files say. */
class FilePinsTest {

    private static final String IMAGES = "registry.example.com/shop/*";

    private static DeployRequest request(List<String> names, List<String> images) {
        DeployWorkloadStep step = new DeployWorkloadStep("prod");
        step.setFile("deploy/*.yaml");
        // The form and scripts omit a list without patterns.
        if (!names.isEmpty()) {
            step.setAllowedNames(names);
        }
        if (!images.isEmpty()) {
            step.setAllowedImages(images);
        }
        return step.request();
    }

    private static List<Workload> workloads(String name, String image) throws Exception {
        return YamlReader.read("""
                name: %s
                controller: {single: }
                initContainers: [{name: init, image: registry.example.com/shop/init}]
                containers: [{name: app, image: '%s'}]
                """.formatted(name, image), "web.yaml", Workload.class);
    }

    @Test
    void allowsEverythingByDefault() throws Exception {
        List<Workload> workloads = workloads("web", "evil.example/image");
        DeployRequest request = request(List.of(), List.of());
        assertThatCode(() -> FilePins.checkNames(request, workloads)).doesNotThrowAnyException();
        assertThatCode(() -> FilePins.checkImages(request, workloads)).doesNotThrowAnyException();
    }

    @Test
    void refusesOtherNames() throws Exception {
        DeployRequest request = request(List.of("web", "web-*"), List.of());
        List<Workload> allowed = workloads("web-2", "nginx");
        assertThatCode(() -> FilePins.checkNames(request, allowed)).doesNotThrowAnyException();
        List<Workload> other = workloads("database", "nginx");
        assertThatThrownBy(() -> FilePins.checkNames(request, other))
                .isInstanceOf(InvalidDescriptionException.class)
                .hasMessage("allowedNames: the file defines the workload \"database\"; allowed names: web, web-*");
    }

    @Test
    void refusesOtherImages() throws Exception {
        DeployRequest request = request(List.of(), List.of(IMAGES));
        List<Workload> allowed = workloads("web", "registry.example.com/shop/web:1");
        assertThatCode(() -> FilePins.checkImages(request, allowed)).doesNotThrowAnyException();
        for (String image :
                List.of("nginx", "registry.example.com/other/web:1", "registry.example.com.evil/shop/web")) {
            List<Workload> other = workloads("web", image);
            assertThatThrownBy(() -> FilePins.checkImages(request, other))
                    .isInstanceOf(InvalidDescriptionException.class)
                    .hasMessage("allowedImages: web, container app: the image \"" + image
                            + "\" is not allowed; allowed images: " + IMAGES);
        }
    }
}
