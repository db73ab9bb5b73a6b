package io.jenkins.plugins.deployworkload.registry;

import io.jenkins.plugins.deployworkload.client.concurrent.TtlCache;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The clients of all registries, and a cache of answers for forms. Concurrent requests for the same answer share one
 * request. Deploys do not use the cache, because an image may have been pushed a second ago.
 */
public final class RegistryService {

    /** How long forms see the same answer. */
    public static final Duration TTL = Duration.ofSeconds(60);

    private static final int MAX_CLIENTS = 50;

    /** @param key names the client in the keys of the cache, because the settings contain a password */
    private record KeyedClient(String key, RegistryClient client) {}

    /** A request to a registry. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(RegistryClient client) throws RegistryException, InterruptedException;
    }

    private final Map<RegistrySettings, KeyedClient> clients = new LinkedHashMap<>();
    private final TtlCache<NameList> lists;
    private final TtlCache<ImageInfo> images;

    public RegistryService() {
        this(InstantSource.system());
    }

    RegistryService(InstantSource clock) {
        this.lists = new TtlCache<>(clock, TTL);
        this.images = new TtlCache<>(clock, TTL);
    }

    /** @throws IllegalArgumentException if the certificates of the settings cannot be read */
    public RegistryClient client(RegistrySettings settings) {
        return keyed(settings).client;
    }

    /** The repositories of a registry; see {@link RegistryClient#repositories}. */
    public CompletableFuture<NameList> repositories(RegistrySettings settings) {
        return ask(lists, settings, "catalog", RegistryClient::repositories);
    }

    /** The tags of a repository; see {@link RegistryClient#tags}. */
    public CompletableFuture<NameList> tags(RegistrySettings settings, String repository) {
        return ask(lists, settings, "tags " + repository, client -> client.tags(repository));
    }

    /** An image with its date; see {@link RegistryClient#datedImage}. */
    public CompletableFuture<ImageInfo> image(RegistrySettings settings, String repository, String reference) {
        return ask(
                images,
                settings,
                "image " + repository + " " + reference,
                client -> client.datedImage(repository, reference));
    }

    private <T> CompletableFuture<T> ask(
            TtlCache<T> cache, RegistrySettings settings, String question, Question<T> request) {
        KeyedClient keyed = keyed(settings);
        return cache.get(
                        keyed.key + " " + question,
                        () -> VirtualThreads.submit(() -> {
                            try {
                                return request.ask(keyed.client);
                            } catch (RegistryException e) {
                                throw new CompletionException(e);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                                throw new CompletionException(e);
                            }
                        }))
                .future();
    }

    private KeyedClient keyed(RegistrySettings settings) {
        synchronized (clients) {
            KeyedClient keyed = clients.remove(settings);
            if (keyed == null) {
                keyed = new KeyedClient(UUID.randomUUID().toString(), new RegistryClient(settings));
            }
            clients.put(settings, keyed);
            if (clients.size() > MAX_CLIENTS) {
                clients.remove(clients.keySet().iterator().next());
            }
            return keyed;
        }
    }
}
