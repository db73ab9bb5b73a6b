package io.jenkins.plugins.deployworkload.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.image.model.OciReference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of registries, and the images that belong to them. */
class RegistryAddressTest {

    @ParameterizedTest
    @CsvSource({
        "registry.example,             registry.example,      https://registry.example",
        "Registry.Example:443,         registry.example,      https://registry.example:443",
        "https://registry.example/,    registry.example,      https://registry.example",
        "registry.example:5000,        registry.example:5000, https://registry.example:5000",
        "http://registry.example,      registry.example,      http://registry.example",
        "docker.io,                    docker.io,             https://registry-1.docker.io",
        "https://index.docker.io,      docker.io,             https://registry-1.docker.io",
    })
    void readsAddress(String text, String name, String url) {
        RegistryAddress address = RegistryAddress.parse(text).orElseThrow();
        assertThat(address.name()).isEqualTo(name);
        assertThat(address.url()).hasToString(url);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", " ", "a b", "ftp://registry.example", "registry.example/shop", "user@registry.example", "a?b"
            })
    void refusesOtherTexts(String text) {
        assertThat(RegistryAddress.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example,      registry.example/shop/web:1,      true,  shop/web",
        "registry.example,      registry.example:443/web,         true,  web",
        "registry.example,      registry.example:5000/web,        false, web",
        "registry.example,      other.example/web,                false, web",
        "docker.io,             nginx,                            true,  library/nginx",
        "docker.io,             shop/web:1,                       true,  shop/web",
    })
    void findsImagesOfTheRegistry(String registry, String image, boolean holds, String path) {
        OciReference reference = OciReference.parse(image);
        assertThat(RegistryAddress.parse(registry).orElseThrow().holds(reference))
                .isEqualTo(holds);
        assertThat(RegistryAddress.path(reference)).isEqualTo(path);
    }

    @Test
    void newerVersionsOfTagsComeFirst() {
        assertThat(TagOrder.newestFirst(List.of("1.9", "1.10", "latest", "1.10-rc1", "v2", "0.1")))
                .containsExactly("v2", "latest", "1.10-rc1", "1.10", "1.9", "0.1");
    }
}
