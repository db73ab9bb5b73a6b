package io.jenkins.plugins.deployworkload.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.deployworkload.image.model.Digest;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.registry.RegistryException.Kind;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads one registry. All methods block, and throw {@link RegistryException} if the registry does not give an answer that
 * can be used. Nothing is cached except tokens. An instance is thread-safe.
 */
public final class RegistryClient {

    /** In bytes. The specification recommends that registries accept manifests of at least this size. */
    private static final int MAX_MANIFEST = 4 << 20;

    /** In bytes. The configuration of an image repeats its history and has some kilobytes. */
    private static final int MAX_CONFIG = 4 << 20;

    /** In bytes, for one page of names. */
    private static final int MAX_PAGE = 4 << 20;

    /** The number of names that a page should have. Registries may send fewer, and some send all names at once. */
    private static final int PAGE_SIZE = 1000;

    private static final int MAX_PAGES = 20;
    private static final int MAX_NAMES = 10_000;
    private static final int MAX_REDIRECTS = 3;

    private static final String MANIFEST_TYPES = String.join(
            ", ",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json");

    private final RegistrySettings settings;
    private final RegistryHttp http;
    private final RegistryAuth auth;
    private final HostGuard guard;

    /** @throws IllegalArgumentException if the certificates of the settings cannot be read */
    public RegistryClient(RegistrySettings settings) {
        this(settings, new RegistryHttp(settings), InstantSource.system());
    }

    RegistryClient(RegistrySettings settings, Duration timeout) {
        this(settings, new RegistryHttp(settings, timeout), InstantSource.system());
    }

    private RegistryClient(RegistrySettings settings, RegistryHttp http, InstantSource clock) {
        this.settings = settings;
        this.http = http;
        this.auth = new RegistryAuth(settings, http, clock);
        this.guard = new HostGuard(settings);
    }

    /** Asks whether the registry has the API and accepts the login. */
    public void ping() throws RegistryException, InterruptedException {
        require(get(uri("/v2/"), "application/json", "", MAX_CONFIG));
    }

    /**
     * The repositories of the registry.
     *
     * @throws RegistryException with the kind {@link Kind#UNAUTHORIZED} or {@link Kind#NOT_FOUND} if the list may not be
     *     read, which is usual for registries of providers
     */
    public NameList repositories() throws RegistryException, InterruptedException {
        return names(
                uri("/v2/_catalog?n=" + PAGE_SIZE),
                "registry:catalog:*",
                "repositories",
                name -> name.length() <= 255 && OciReference.isRepository(settings.name() + "/" + name));
    }

    /** The tags of a repository, in the order of the registry. */
    public NameList tags(String repository) throws RegistryException, InterruptedException {
        return names(
                uri("/v2/" + checked(repository) + "/tags/list?n=" + PAGE_SIZE),
                pull(repository),
                "tags",
                OciReference::isTag);
    }

    /**
     * Finds an image by its tag or digest. One request, and one more if an image for a single platform does not name its
     * platform in the manifest.
     */
    public ImageInfo image(String repository, String reference) throws RegistryException, InterruptedException {
        ImageManifest manifest = manifest(repository, reference);
        if (!manifest.platforms().isEmpty() || manifest.configDigest() == null) {
            return manifest.info();
        }
        return withConfig(repository, manifest, manifest);
    }

    /**
     * Like {@link #image}, with the date if the registry has it. The date of an image for several platforms is the date of
     * its first platform, which needs two more requests.
     */
    public ImageInfo datedImage(String repository, String reference) throws RegistryException, InterruptedException {
        ImageManifest manifest = manifest(repository, reference);
        if (manifest.created() != null && !manifest.platforms().isEmpty()) {
            return manifest.info();
        }
        ImageManifest first = manifest.firstImage() == null ? manifest : manifest(repository, manifest.firstImage());
        return first.configDigest() == null ? manifest.info() : withConfig(repository, manifest, first);
    }

    private ImageManifest manifest(String repository, String reference) throws RegistryException, InterruptedException {
        if (!OciReference.isTag(reference) && !Digest.isValid(reference)) {
            throw new IllegalArgumentException(reference);
        }
        RegistryHttp.Answer answer = require(get(
                uri("/v2/" + checked(repository) + "/manifests/" + reference),
                MANIFEST_TYPES,
                pull(repository),
                MAX_MANIFEST));
        ImageManifest manifest = ImageManifest.read(answer, settings);
        if (Digest.isValid(reference) && !reference.equals(manifest.digest())) {
            throw new RegistryException(
                    Kind.UNUSABLE,
                    Messages._ImageManifest_digest(settings.name(), repository, manifest.digest(), reference));
        }
        return manifest;
    }

    /** Without the configuration, the date and the platform stay unknown: this is no reason to fail. */
    private ImageInfo withConfig(String repository, ImageManifest manifest, ImageManifest image)
            throws InterruptedException {
        try {
            return manifest.info(RegistryJson.read(blob(repository, image.configDigest()), settings));
        } catch (RegistryException e) {
            return manifest.info();
        }
    }

    private RegistryHttp.Answer blob(String repository, String digest) throws RegistryException, InterruptedException {
        RegistryHttp.Answer answer =
                get(uri("/v2/" + checked(repository) + "/blobs/" + digest), "*/*", pull(repository), MAX_CONFIG);
        for (int i = 0; i < MAX_REDIRECTS && isRedirect(answer); i++) {
            URI target = location(answer);
            guard.checkStorageHost(target);
            // The address has a signature of its own. The login must not go to another host.
            answer = http.get(target, Map.of(), MAX_CONFIG);
        }
        require(answer);
        if (!ImageManifest.sha256(answer.body()).equals(digest)) {
            throw new RegistryException(
                    Kind.UNUSABLE,
                    Messages._ImageManifest_digest(
                            settings.name(), repository, ImageManifest.sha256(answer.body()), digest));
        }
        return answer;
    }

    private static boolean isRedirect(RegistryHttp.Answer answer) {
        return Set.of(301, 302, 303, 307, 308).contains(answer.status());
    }

    private URI location(RegistryHttp.Answer answer) throws RegistryException {
        try {
            URI target = answer.uri().resolve(answer.header("Location"));
            if (target.getHost() != null && !target.equals(answer.uri())) {
                return target;
            }
        } catch (IllegalArgumentException e) {
            // The exception below has the same meaning.
        }
        throw new RegistryException(
                Kind.UNUSABLE,
                Messages._HostGuard_redirect(settings.name(), RegistryHttp.text(answer.header("Location"))));
    }

    private NameList names(URI first, String scope, String field, Predicate<String> isValid)
            throws RegistryException, InterruptedException {
        Set<String> names = new LinkedHashSet<>();
        Set<URI> visited = new LinkedHashSet<>();
        Optional<URI> next = Optional.of(first);
        // A page that was read already ends the list, because a registry must not keep the client busy.
        while (next.isPresent() && visited.size() < MAX_PAGES && names.size() < MAX_NAMES && visited.add(next.get())) {
            RegistryHttp.Answer page = require(get(next.get(), "application/json", scope, MAX_PAGE));
            for (JsonNode name : RegistryJson.read(page, settings).path(field)) {
                if (name.isTextual() && isValid.test(name.textValue()) && names.size() < MAX_NAMES) {
                    names.add(name.textValue());
                }
            }
            next = NextPage.of(page);
        }
        return new NameList(names.stream().toList(), next.isPresent() || names.size() >= MAX_NAMES);
    }

    private RegistryHttp.Answer get(URI uri, String accept, String scope, int limit)
            throws RegistryException, InterruptedException {
        Map<String, String> headers = new HashMap<>(Map.of("Accept", accept));
        auth.known(scope).ifPresent(header -> headers.put("Authorization", header));
        RegistryHttp.Answer answer = http.get(uri, headers, limit);
        if (answer.status() != 401) {
            return answer;
        }
        headers.put("Authorization", auth.answer(answer, scope));
        return http.get(uri, headers, limit);
    }

    private RegistryHttp.Answer require(RegistryHttp.Answer answer) throws RegistryException {
        if (isRedirect(answer)) {
            throw new RegistryException(
                    Kind.UNUSABLE,
                    Messages._HostGuard_redirect(settings.name(), RegistryHttp.text(answer.header("Location"))));
        }
        if (answer.status() != 200) {
            throw RegistryErrors.of(answer, settings);
        }
        return answer;
    }

    private URI uri(String path) {
        return URI.create(settings.address().url() + path);
    }

    private static String pull(String repository) {
        return "repository:" + repository + ":pull";
    }

    private static String checked(String repository) {
        if (!OciReference.isRepository("registry.example/" + repository)) {
            throw new IllegalArgumentException(repository);
        }
        return repository;
    }
}
