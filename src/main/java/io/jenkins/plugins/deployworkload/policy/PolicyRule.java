package io.jenkins.plugins.deployworkload.policy;

import io.jenkins.plugins.deployworkload.policy.podsecurity.PodSecurityLevel;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The limits that an access rule sets for the objects and options of a deploy.
 *
 * @param label the rule in messages, such as {@code access rule 2 of the cluster "prod"}
 * @param podSecurity the level that all pods must meet
 * @param images patterns of the repositories that images may come from, see {@link ImagePattern}; empty for all
 * @param requireDigests whether each image must have a digest
 * @param kinds patterns of the kinds of objects, see {@link KindPattern}; empty for the default kinds
 * @param serviceAccounts patterns of the names of service accounts; empty for all
 * @param serviceTypes types of Services, and {@code externalIPs} if Services may have them; empty for all types without
 *     {@code externalIPs}
 * @param namespaces patterns of the namespaces that objects may refer to, in addition to their own
 * @param options the names of the options that deploys may use and that need a permission
 * @param userNamespaces tells whether the cluster has user namespaces for pods, so that {@code hostUsers: false} relaxes
 *     checks of the Pod Security Standards; only asked for such a pod, and may then take seconds
 * @param objectNamespaces tells whether objects may be in a namespace other than that of the deploy
 * @param unknownImages placeholders for images that are not known yet, which the rules about images do not concern; empty
 *     for every deploy, because only a comparison, which writes nothing, has such images
 */
public record PolicyRule(
        String label,
        PodSecurityLevel podSecurity,
        List<String> images,
        boolean requireDigests,
        List<String> kinds,
        List<String> serviceAccounts,
        Set<String> serviceTypes,
        List<String> namespaces,
        Set<String> options,
        BooleanSupplier userNamespaces,
        Set<String> unknownImages,
        Predicate<String> objectNamespaces) {

    /** A rule for one namespace of a cluster that is not known to have user namespaces. */
    public PolicyRule(
            String label,
            PodSecurityLevel podSecurity,
            List<String> images,
            boolean requireDigests,
            List<String> kinds,
            List<String> serviceAccounts,
            Set<String> serviceTypes,
            List<String> namespaces,
            Set<String> options) {
        this(
                label,
                podSecurity,
                images,
                requireDigests,
                kinds,
                serviceAccounts,
                serviceTypes,
                namespaces,
                options,
                () -> false,
                Set.of(),
                other -> false);
    }

    public PolicyRule {
        images = List.copyOf(images);
        kinds = List.copyOf(kinds);
        serviceAccounts = List.copyOf(serviceAccounts);
        serviceTypes = Set.copyOf(serviceTypes);
        namespaces = List.copyOf(namespaces);
        options = Set.copyOf(options);
        unknownImages = Set.copyOf(unknownImages);
    }

    public PolicyRule withUserNamespaces(BooleanSupplier supported) {
        return with(supported, unknownImages, objectNamespaces);
    }

    public PolicyRule withUnknownImages(Set<String> images) {
        return with(userNamespaces, images, objectNamespaces);
    }

    public PolicyRule withObjectNamespaces(Predicate<String> allowed) {
        return with(userNamespaces, unknownImages, allowed);
    }

    private PolicyRule with(BooleanSupplier supported, Set<String> unknown, Predicate<String> allowed) {
        return new PolicyRule(
                label,
                podSecurity,
                images,
                requireDigests,
                kinds,
                serviceAccounts,
                serviceTypes,
                namespaces,
                options,
                supported,
                unknown,
                allowed);
    }
}
