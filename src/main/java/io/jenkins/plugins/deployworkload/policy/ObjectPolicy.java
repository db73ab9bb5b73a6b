package io.jenkins.plugins.deployworkload.policy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides whether a rule allows objects, which must be final: with the images, patches and names with which they would be
 * applied. Not covered are pods that custom resources create, and changes by webhooks of the cluster.
 */
public final class ObjectPolicy {

    /** The maximum number of sentences. A deploy of many objects may break a rule in thousands of places. */
    static final int MAX_SENTENCES = 20;

    /** The option that allows to create the namespace of the deploy. */
    static final String CREATE_NAMESPACE = "createNamespace";

    private static final List<ObjectCheck> CHECKS = List.of(
            KindCheck::check,
            ObjectNamespaceCheck::check,
            PodSecurityPolicy::check,
            ImageCheck::check,
            ServiceAccountCheck::check,
            ServiceCheck::check,
            SecretCheck::check,
            NamespaceReferenceCheck::check);

    private ObjectPolicy() {}

    /**
     * @param namespace the namespace of the deploy
     * @return a sentence for each field that the rule does not allow, up to {@link #MAX_SENTENCES} and their number;
     *     empty if the rule allows all objects
     */
    public static List<String> check(PolicyRule rule, String namespace, List<HasMetadata> objects) {
        List<String> sentences = objects.stream()
                .flatMap(object -> check(rule, namespace, object).stream())
                .map(violation -> violation.sentence(rule.label()))
                .toList();
        return limit(sentences);
    }

    /** The first {@link #MAX_SENTENCES} sentences, and the number of the others. */
    public static List<String> limit(List<String> sentences) {
        if (sentences.size() <= MAX_SENTENCES) {
            return List.copyOf(sentences);
        }
        List<String> first = new ArrayList<>(sentences.subList(0, MAX_SENTENCES));
        first.add(Messages.ObjectPolicy_more(String.valueOf(sentences.size() - MAX_SENTENCES)));
        return List.copyOf(first);
    }

    private static List<Violation> check(PolicyRule rule, String namespace, HasMetadata object) {
        try {
            PolicyObject checked = PolicyObject.of(object);
            return CHECKS.stream()
                    .flatMap(check -> check.check(rule, namespace, checked).stream())
                    .toList();
        } catch (IllegalArgumentException e) {
            return List.of(Violation.of(object, "spec", Messages.ObjectPolicy_unreadable()));
        }
    }

    /** The options that the rule does not allow, as names of the step's parameters. */
    public static List<String> forbiddenOptions(PolicyRule rule, RolloutOptions options) {
        return Stream.of(
                        options.adopt() ? "adopt" : null,
                        options.forceConflicts() ? "forceConflicts" : null,
                        options.createNamespace() ? CREATE_NAMESPACE : null)
                .filter(option -> option != null && !rule.options().contains(option))
                .toList();
    }

    /** Why a rule does not allow an option. It does not repeat the name of the option. */
    public static String optionRefusal(PolicyRule rule) {
        return Messages.ObjectPolicy_option(rule.label());
    }
}
