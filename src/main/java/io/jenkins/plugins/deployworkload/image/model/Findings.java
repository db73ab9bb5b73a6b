package io.jenkins.plugins.deployworkload.image.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jvnet.localizer.Localizable;

/**
 * The images and digests that were found in outputs. The size of this object is limited, so that an agent can send it
 * to the controller.
 *
 * @param outputsRead the files and logs that were read
 * @param imageIds image IDs in the outputs, complete or truncated. A digest that equals an image ID is not a manifest
 *     digest
 * @param aliases the {@code docker tag} commands in the log
 */
public record Findings(
        List<FoundImage> images,
        List<FoundDigest> digests,
        List<RejectedOutput> rejected,
        List<String> outputsRead,
        List<String> imageIds,
        List<Alias> aliases)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    public static final Findings NONE = new Findings(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    /** A command {@code docker tag FROM TO} in the log. */
    public record Alias(String from, String to) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    public Findings {
        images = List.copyOf(images);
        digests = List.copyOf(digests);
        rejected = List.copyOf(rejected);
        outputsRead = List.copyOf(outputsRead);
        imageIds = List.copyOf(imageIds);
        aliases = List.copyOf(aliases);
    }

    /** Returns the union of these findings and the other findings. */
    public Findings plus(Findings other) {
        return new Findings(
                union(images, other.images),
                union(digests, other.digests),
                union(rejected, other.rejected),
                union(outputsRead, other.outputsRead),
                union(imageIds, other.imageIds),
                union(aliases, other.aliases));
    }

    /** Adds an output that could not be read. */
    public Findings plus(RejectedOutput problem) {
        return plus(new Findings(
                List.of(), List.of(), List.of(problem), List.of(problem.location()), List.of(), List.of()));
    }

    /** Returns the same findings with other reasons for the rejected outputs. */
    public Findings withReasons(Function<RejectedOutput, Localizable> reason) {
        return new Findings(
                images,
                digests,
                rejected.stream()
                        .map(each -> new RejectedOutput(each.source(), each.location(), reason.apply(each)))
                        .distinct()
                        .toList(),
                outputsRead,
                imageIds,
                aliases);
    }

    /** The number of images, tags, digests and other entries. */
    public int size() {
        return images.stream().mapToInt(image -> 1 + image.tags().size()).sum()
                + digests.size()
                + rejected.size()
                + outputsRead.size()
                + imageIds.size()
                + aliases.size();
    }

    /** All texts whose length the records of this package do not limit. */
    public Stream<String> texts() {
        return Stream.of(
                        images.stream().map(FoundImage::location),
                        digests.stream().map(FoundDigest::location),
                        rejected.stream()
                                .flatMap(each ->
                                        Stream.of(each.location(), each.reason().toString())),
                        outputsRead.stream(),
                        imageIds.stream(),
                        aliases.stream().flatMap(alias -> Stream.of(alias.from(), alias.to())))
                .flatMap(Function.identity());
    }

    private static <T> List<T> union(Collection<T> first, Collection<T> second) {
        LinkedHashSet<T> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return new ArrayList<>(all);
    }
}
