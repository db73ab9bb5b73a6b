package io.jenkins.plugins.deployworkload.registry.preflight;

import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.image.model.Excerpt;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.registry.ImageInfo;
import io.jenkins.plugins.deployworkload.registry.Platform;
import io.jenkins.plugins.deployworkload.registry.RegistryAddress;
import io.jenkins.plugins.deployworkload.registry.RegistryException;
import io.jenkins.plugins.deployworkload.registry.RegistryException.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Checks the images of a deploy. Only a certain answer of a registry refuses the deploy; everything that is not certain is
 * a warning, and a registry that does not answer delays the deploy by seconds only.
 */
public final class ImagePreflight {

    /** For all images together. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final int MAX_CONCURRENT = 8;

    private static final int MAX_SHOWN = 300;

    /**
     * @param refusals a sentence for each image that pods certainly cannot run
     * @param warnings a sentence for each image that could not be checked, or that not all nodes can run
     */
    public record Result(List<String> refusals, List<String> warnings) {

        public Result {
            refusals = List.copyOf(refusals);
            warnings = List.copyOf(warnings);
        }
    }

    /** The answer about one image: the image, or the sentence that says why there is none. */
    private record Answer(ImageInfo image, boolean certain, String sentence) {}

    private final NodePlatforms nodes;
    private final Set<String> refusals = new LinkedHashSet<>();
    private final Set<String> warnings = new LinkedHashSet<>();

    private ImagePreflight(NodePlatforms nodes) {
        this.nodes = nodes;
    }

    /**
     * Blocks until all registries have answered, but not much longer than 20 seconds.
     *
     * @param sites the registry of an image; empty for an image that must not be asked for. An IllegalStateException says
     *     why its registry cannot be asked
     * @param nodes reads the platforms of the nodes while the registries answer
     */
    public static Result check(
            List<ImageUse> uses, Function<OciReference, Optional<ImageSite>> sites, Supplier<NodePlatforms> nodes) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        Semaphore limit = new Semaphore(MAX_CONCURRENT);
        Map<String, CompletableFuture<Answer>> answers = new LinkedHashMap<>();
        for (ImageUse use : uses) {
            OciReference image = OciReference.parse(use.image());
            if (image != null && !answers.containsKey(use.image())) {
                start(image, sites, limit).ifPresent(answer -> answers.put(use.image(), answer));
            }
        }
        try {
            ImagePreflight preflight = new ImagePreflight(nodes.get());
            for (ImageUse use : uses) {
                if (answers.containsKey(use.image())) {
                    preflight.add(use, await(answers.get(use.image()), deadline));
                }
            }
            return new Result(List.copyOf(preflight.refusals), List.copyOf(preflight.warnings));
        } finally {
            answers.values().forEach(answer -> answer.cancel(true));
        }
    }

    /** Empty if the image must not be asked for. */
    private static Optional<CompletableFuture<Answer>> start(
            OciReference image, Function<OciReference, Optional<ImageSite>> sites, Semaphore limit) {
        try {
            return sites.apply(image).map(site -> VirtualThreads.submit(() -> ask(image, site, limit)));
        } catch (IllegalStateException | IllegalArgumentException e) {
            // The registry is configured, but its settings cannot be used.
            return Optional.of(CompletableFuture.completedFuture(
                    new Answer(null, false, Excerpt.line(String.valueOf(e.getMessage()), MAX_SHOWN))));
        }
    }

    private static Answer await(CompletableFuture<Answer> answer, long deadline) {
        try {
            return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Answer(null, false, Messages.ImagePreflight_timeout(TIMEOUT.toSeconds()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(null, false, Messages.ImagePreflight_timeout(TIMEOUT.toSeconds()));
        } catch (ExecutionException e) {
            return new Answer(null, false, Excerpt.line(String.valueOf(e.getCause()), MAX_SHOWN));
        }
    }

    private static Answer ask(OciReference image, ImageSite site, Semaphore limit) {
        try {
            limit.acquire();
            try {
                return answer(image, site);
            } finally {
                limit.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(null, false, Messages.ImagePreflight_timeout(TIMEOUT.toSeconds()));
        }
    }

    private static Answer answer(OciReference image, ImageSite site) throws InterruptedException {
        String repository = RegistryAddress.path(image);
        String reference = image.digest() != null ? image.digest() : image.tag() != null ? image.tag() : "latest";
        try {
            return new Answer(site.client().image(repository, reference), true, "");
        } catch (RegistryException e) {
            return e.kind() == Kind.NOT_FOUND
                    ? new Answer(null, !site.mirrored(), notFound(repository, reference, site))
                    : new Answer(null, false, e.getMessage());
        }
    }

    private static String notFound(String repository, String reference, ImageSite site) throws InterruptedException {
        String sentence;
        try {
            List<String> nearest =
                    NearestTags.of(reference, site.client().tags(repository).names());
            sentence = nearest.isEmpty()
                    ? Messages.ImagePreflight_noTags(site.name(), repository)
                    : OciReference.isTag(reference)
                            ? Messages.ImagePreflight_noTag(
                                    site.name(), repository, reference, String.join(", ", nearest))
                            : Messages.ImagePreflight_noDigest(site.name(), repository, reference);
        } catch (RegistryException e) {
            sentence = e.kind() == Kind.NOT_FOUND
                    ? Messages.ImagePreflight_noRepository(site.name(), repository)
                    : Messages.ImagePreflight_noImage(site.name(), repository, reference);
        }
        return site.mirrored() ? sentence + " " + Messages.ImagePreflight_mirror() : sentence;
    }

    private void add(ImageUse use, Answer answer) {
        String image = Excerpt.quoted(use.image(), MAX_SHOWN);
        if (answer.image == null) {
            if (answer.certain) {
                refusals.add(Messages.ImagePreflight_missing(use.field(), image, answer.sentence));
            } else {
                warnings.add(Messages.ImagePreflight_unchecked(image, answer.sentence));
            }
            return;
        }
        NodePlatforms.Fit fit = nodes.fit(use, answer.image.platforms());
        if (fit == NodePlatforms.Fit.NONE && !use.hasNodeAffinity()) {
            refusals.add(Messages.ImagePreflight_platform(
                    use.field(), image, nodes.names(use), names(answer.image.platforms())));
        } else if (fit != NodePlatforms.Fit.ALL) {
            warnings.add(
                    Messages.ImagePreflight_somePlatforms(image, names(answer.image.platforms()), nodes.names(use)));
        }
    }

    private static String names(List<Platform> platforms) {
        return platforms.stream().limit(20).map(Platform::toString).collect(Collectors.joining(", "));
    }
}
