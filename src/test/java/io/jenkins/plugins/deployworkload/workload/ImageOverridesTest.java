package io.jenkins.plugins.deployworkload.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.workload.binding.TreeWriter;
import io.jenkins.plugins.deployworkload.workload.binding.YamlReader;
import io.jenkins.plugins.deployworkload.workload.image.ImageFromBuild;
import io.jenkins.plugins.deployworkload.workload.image.ImageOutput;
import io.jenkins.plugins.deployworkload.workload.image.ImageOverride;
import io.jenkins.plugins.deployworkload.workload.image.ImageReference;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageOverridesTest {

    private static final String SHOP = """
            name: web
            controller: {single: }
            initContainers: [{name: migrate, image: shop/migrate:1}]
            containers: [{name: app, image: shop/web:1}, {name: side, image: shop/side:1}]
            ---
            name: api
            controller: {single: }
            containers: [{name: app, image: shop/api:1}]
            """;

    @Test
    void replacesImageOfTheNamedContainerOnly() throws Exception {
        List<Workload> replaced = ImageOverrides.apply(
                shop(),
                List.of(image("web", "app", "shop/web:2"), image(null, "side", "x"), image(null, "migrate", "m")));

        assertThat(images(replaced)).containsExactly("migrate=m", "app=shop/web:2", "side=x", "app=shop/api:1");
    }

    @Test
    void acceptsAnyImageSource() throws Exception {
        ImageFromBuild built = new ImageFromBuild();
        built.setRepository("shop/web");

        List<Workload> replaced = ImageOverrides.apply(shop(), List.of(new ImageOverride("side", built)));

        assertThat(TreeWriter.toTree(replaced.get(0)).at("/containers/1/image").toString())
                .isEqualTo("{\"fromBuild\":{\"repository\":\"shop/web\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "     | ap   | images[0].container: container \"ap\" not found; available containers: web/migrate, web/app, web/side, api/app",
                " wob | app  | images[0].container: container \"wob/app\" not found; available containers: web/migrate, web/app, web/side, api/app",
                " api | side | images[0].container: container \"api/side\" not found; available containers: web/migrate, web/app, web/side, api/app",
                "     | app  | images[0].container: container \"app\" exists in several workloads (web, api); specify the workload",
            })
    void refusesUnknownOrAmbiguousContainer(String workload, String container, String message) {
        assertThatThrownBy(() -> ImageOverrides.apply(shop(), List.of(image(workload, container, "x"))))
                .hasMessage(message);
    }

    @Test
    void refusesTwoImagesForOneContainer() {
        assertThatThrownBy(
                        () -> ImageOverrides.apply(shop(), List.of(image("web", "app", "x"), image("web", "app", "y"))))
                .hasMessage("images[1].container: duplicate value \"web/app\"");
    }

    @Test
    void outputNamesAreToolIds() {
        assertThat(Arrays.stream(ImageOutput.values()).map(Enum::name))
                .containsExactlyElementsOf(
                        Arrays.stream(Tool.values()).map(Tool::id).toList());
    }

    private static List<Workload> shop() throws Exception {
        return YamlReader.read(SHOP, "shop.yaml", Workload.class);
    }

    private static ImageOverride image(String workload, String container, String reference) {
        ImageOverride image = new ImageOverride(container, new ImageReference(reference));
        image.setWorkload(workload);
        return image;
    }

    private static List<String> images(List<Workload> workloads) {
        return workloads.stream()
                .flatMap(workload -> ImageOverrides.allContainers(workload).stream())
                .map(container -> container.getName() + "=" + ((ImageReference) container.getImage()).getReference())
                .collect(Collectors.toList());
    }
}
