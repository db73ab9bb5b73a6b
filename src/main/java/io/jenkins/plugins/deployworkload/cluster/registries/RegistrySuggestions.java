package io.jenkins.plugins.deployworkload.cluster.registries;

import hudson.model.Item;
import io.jenkins.plugins.deployworkload.image.model.OciReference;
import io.jenkins.plugins.deployworkload.registry.ImageInfo;
import io.jenkins.plugins.deployworkload.registry.NameList;
import io.jenkins.plugins.deployworkload.registry.Platform;
import io.jenkins.plugins.deployworkload.registry.RegistryAddress;
import io.jenkins.plugins.deployworkload.registry.RegistryException;
import io.jenkins.plugins.deployworkload.registry.RegistryService;
import io.jenkins.plugins.deployworkload.registry.RegistrySettings;
import io.jenkins.plugins.deployworkload.registry.TagOrder;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.form.FormAccess;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import net.sf.json.JSONObject;

/**
 * Suggests repositories and tags of the registries that a job may use. Users who may not configure the job get no
 * suggestions, and only configured registries are asked.
 */
public final class RegistrySuggestions {

    /** How long a form waits for suggestions of a registry. The user can type in the meantime. */
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** A longer list is not useful. */
    private static final int MAX_VALUES = 500;

    /** The number of tags whose date, digest and platforms are read. Each needs up to three requests. */
    private static final int MAX_DETAILS = 10;

    private static final int MAX_PLATFORMS = 6;

    private final RegistryService service;
    private final long deadline = System.nanoTime() + TIMEOUT.toNanos();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    private RegistrySuggestions(RegistryService service) {
        this.service = service;
    }

    /** Whether registries have the suggestions of a kind. */
    public static boolean isResponsible(String kind) {
        return List.of(
                        SuggestionKind.IMAGE.name(),
                        SuggestionKind.IMAGE_REPOSITORY.name(),
                        SuggestionKind.IMAGE_TAG.name())
                .contains(kind);
    }

    /**
     * The suggestions as the form's script reads them: values, a label for some of them, and a note.
     *
     * @param kind the name of a {@link SuggestionKind}
     * @param text the repository, or the text that the field contains
     */
    public static JSONObject of(RegistryService service, Item item, String kind, String text) {
        RegistrySuggestions suggestions = new RegistrySuggestions(service);
        if (FormAccess.mayConnect(item)) {
            List<ContainerRegistry> registries = RegistryAccess.ofJob(ConfiguredRegistries.all(), item.getFullName());
            suggestions.collect(registries, kind, text == null ? "" : text.strip());
        }
        return suggestions.toJson();
    }

    private JSONObject toJson() {
        JSONObject json = new JSONObject();
        json.put("values", new ArrayList<>(labels.keySet()));
        json.put("labels", new ArrayList<>(labels.values()));
        json.put("note", String.join(" ", notes));
        json.put("unsupported", false);
        return json;
    }

    private void collect(List<ContainerRegistry> registries, String kind, String text) {
        OciReference image = text.contains("$") ? null : OciReference.parse(text);
        Optional<ContainerRegistry> registry =
                image == null ? Optional.empty() : RegistryAccess.find(registries, image);
        if (kind.equals(SuggestionKind.IMAGE_TAG.name())) {
            registry.ifPresent(found -> tags(found, image, ""));
        } else if (kind.equals(SuggestionKind.IMAGE.name()) && registry.isPresent() && isComplete(image, text)) {
            tags(registry.get(), image, image.repository() + ":");
        } else {
            repositories(registries);
        }
    }

    /** Whether a text names a repository, and is not the beginning of a name. */
    private static boolean isComplete(OciReference image, String text) {
        return image.tag() != null || image.digest() != null || text.indexOf('/') > 0;
    }

    private void repositories(List<ContainerRegistry> registries) {
        Map<ContainerRegistry, CompletableFuture<NameList>> lists = new LinkedHashMap<>();
        registries.forEach(registry ->
                settings(registry).ifPresent(settings -> lists.put(registry, service.repositories(settings))));
        lists.forEach((registry, list) -> await(registry, list, true).ifPresent(found -> {
            found.names().stream()
                    .sorted()
                    .limit(MAX_VALUES)
                    .forEach(name -> labels.put(registry.normalizedName() + "/" + name, ""));
            noteMore(registry, found);
        }));
    }

    private void tags(ContainerRegistry registry, OciReference image, String prefix) {
        String repository = RegistryAddress.path(image);
        Optional<RegistrySettings> settings = settings(registry);
        Optional<NameList> list = settings.flatMap(found -> await(registry, service.tags(found, repository), false));
        if (list.isEmpty()) {
            return;
        }
        List<String> tags = TagOrder.newestFirst(list.get().names());
        Map<String, CompletableFuture<ImageInfo>> details = new LinkedHashMap<>();
        tags.stream()
                .limit(MAX_DETAILS)
                .forEach(tag -> details.put(tag, service.image(settings.get(), repository, tag)));
        tags.stream()
                .limit(MAX_VALUES)
                .forEach(tag -> labels.put(prefix + tag, details.containsKey(tag) ? label(details.get(tag)) : ""));
        noteMore(registry, list.get());
    }

    /** The date, the platforms and the digest; empty if they are not known in time. */
    private String label(CompletableFuture<ImageInfo> details) {
        try {
            ImageInfo image = details.get(left(), TimeUnit.NANOSECONDS);
            List<String> parts = new ArrayList<>();
            if (image.created() != null) {
                parts.add(image.created().atOffset(ZoneOffset.UTC).toLocalDate().toString());
            }
            if (!image.platforms().isEmpty()) {
                String platforms = image.platforms().stream()
                        .limit(MAX_PLATFORMS)
                        .map(Platform::toString)
                        .collect(Collectors.joining(" "));
                parts.add(platforms + (image.platforms().size() > MAX_PLATFORMS ? " …" : ""));
            }
            parts.add(image.digest().substring(0, 19));
            return String.join(", ", parts);
        } catch (ExecutionException | TimeoutException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Empty, with a note, if the credential is missing or the certificates cannot be read. */
    private Optional<RegistrySettings> settings(ContainerRegistry registry) {
        try {
            RegistrySettings settings = RegistryAccess.settings(registry);
            service.client(settings);
            return Optional.of(settings);
        } catch (IllegalStateException | IllegalArgumentException e) {
            notes.add(e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<NameList> await(ContainerRegistry registry, CompletableFuture<NameList> list, boolean catalog) {
        try {
            return Optional.of(list.get(left(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            notes.add(
                    catalog && e.getCause() instanceof RegistryException refused && mayNotList(refused)
                            ? Messages.RegistrySuggestions_NoCatalog(registry.normalizedName())
                            : String.valueOf(e.getCause().getMessage()));
        } catch (TimeoutException e) {
            notes.add(Messages.RegistrySuggestions_Timeout(registry.normalizedName(), TIMEOUT.toSeconds()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private static boolean mayNotList(RegistryException refused) {
        return refused.kind() == RegistryException.Kind.UNAUTHORIZED
                || refused.kind() == RegistryException.Kind.NOT_FOUND;
    }

    private void noteMore(ContainerRegistry registry, NameList list) {
        if (list.more() || list.names().size() > MAX_VALUES) {
            notes.add(Messages.RegistrySuggestions_More(registry.normalizedName()));
        }
    }

    private long left() {
        return Math.max(0, deadline - System.nanoTime());
    }
}
