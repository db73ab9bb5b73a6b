package io.jenkins.plugins.deployworkload.registry;

import io.jenkins.plugins.deployworkload.image.model.OciReference;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The address of a registry.
 *
 * @param name the registry as image references name it, in lower case: {@code registry.example.com:5000}
 * @param url the address of the API, without a path
 */
public record RegistryAddress(String name, URI url) {

    private static final String DOCKER_HUB = "docker.io";

    /**
     * Names of Docker Hub in image references.
     *
     * @see <a href="https://docs.docker.com/docker-hub/image-library/mirror/">Docker Hub's registry</a>
     */
    private static final Set<String> DOCKER_HUB_NAMES =
            Set.of(DOCKER_HUB, "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com");

    private static final URI DOCKER_HUB_URL = URI.create("https://registry-1.docker.io");

    /**
     * @param text {@code host}, {@code host:port} or a URL without a path; {@code https} is the default
     * @return empty if the text is not an address
     */
    public static Optional<RegistryAddress> parse(String text) {
        if (text == null) {
            return Optional.empty();
        }
        String address = text.strip().toLowerCase(Locale.ROOT);
        try {
            URI url = new URI(address.contains("://") ? address : "https://" + address);
            boolean isPlain = url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && Set.of("", "/").contains(url.getRawPath() == null ? "" : url.getRawPath());
            if (!isPlain || url.getHost() == null || !Set.of("http", "https").contains(url.getScheme())) {
                return Optional.empty();
            }
            String name = withoutDefaultPort(url.getRawAuthority(), url.getScheme());
            return Optional.of(
                    DOCKER_HUB_NAMES.contains(name)
                            ? new RegistryAddress(DOCKER_HUB, DOCKER_HUB_URL)
                            : new RegistryAddress(name, URI.create(url.getScheme() + "://" + url.getRawAuthority())));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Whether the registry holds the image: a reference without a registry names an image of Docker Hub. */
    public boolean holds(OciReference image) {
        String repository = OciReference.normalized(image.repository());
        String registry = repository.substring(0, repository.indexOf('/'));
        return withoutDefaultPort(registry, url.getScheme()).equals(name);
    }

    /** The path of the image's repository in its registry, such as {@code shop/web}. */
    public static String path(OciReference image) {
        String repository = OciReference.normalized(image.repository());
        return repository.substring(repository.indexOf('/') + 1);
    }

    public boolean isEncrypted() {
        return url.getScheme().equals("https");
    }

    /** The host that serves the tokens of Docker Hub, which is not the host of its registry. */
    Set<String> knownTokenHosts() {
        return name.equals(DOCKER_HUB) ? Set.of("auth.docker.io") : Set.of();
    }

    private static String withoutDefaultPort(String authority, String scheme) {
        String port = scheme.equals("https") ? ":443" : ":80";
        return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
    }
}
