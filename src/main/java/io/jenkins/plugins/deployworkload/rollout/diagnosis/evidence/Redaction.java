package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Masks the literal values of environment variables, probe headers and Secrets in logs and messages, and what
 * {@link SecretPatterns} recognizes. Every value is masked, because a password looks like any other value. Values that a
 * pod gets from Secrets of the cluster are not masked, because this class does not read Secrets.
 */
public final class Redaction {

    /**
     * The minimum length of a value that is masked everywhere, in characters. Shorter values such as {@code true},
     * {@code 8080} and {@code prod} are common in logs. They are masked only as whole words, and only if they are
     * certainly secret.
     */
    private static final int MIN_LENGTH = 6;

    /** The minimum length of a short secret value. Shorter words are too common. */
    private static final int MIN_WORD_LENGTH = 3;

    private final Set<SecretValue> values;

    /** Computed at the first use, because most redactions are never used. */
    private Forms computed;

    /**
     * The values as they may occur in text.
     *
     * @param all all values, longest first
     * @param secrets the values that are certainly secret, longest first
     * @param words short secret values, as whole words
     */
    private record Forms(List<String> all, List<String> secrets, List<Pattern> words) {}

    private Redaction(Stream<SecretValue> values) {
        this.values = values.collect(Collectors.toUnmodifiableSet());
    }

    private synchronized Forms forms() {
        if (computed == null) {
            computed = new Forms(
                    longForms(values.stream()),
                    longForms(values.stream().filter(SecretValue::secret)),
                    values.stream()
                            .filter(SecretValue::secret)
                            .map(value -> value.text().strip())
                            .filter(word -> word.length() >= MIN_WORD_LENGTH && word.length() < MIN_LENGTH)
                            .distinct()
                            .map(word ->
                                    Pattern.compile("(?<![\\p{Alnum}_])" + Pattern.quote(word) + "(?![\\p{Alnum}_])"))
                            .toList());
        }
        return computed;
    }

    private static List<String> longForms(Stream<SecretValue> values) {
        return values.flatMap(SecretValue::forms)
                .filter(form -> form.length() >= MIN_LENGTH)
                .distinct()
                // Mask the longest values first, because a value can contain a shorter value.
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** @param pod the pod whose values are masked; {@code null} for no values */
    public static Redaction of(Pod pod) {
        return new Redaction(pod == null || pod.getSpec() == null ? Stream.empty() : SecretValues.of(pod.getSpec()));
    }

    /**
     * Masks values of the objects: of Secrets and of pod templates. If a value also occurs in the name of an object, the
     * value is not masked, because it is not secret.
     */
    public static Redaction ofObjects(Collection<? extends HasMetadata> objects) {
        List<String> names =
                objects.stream().map(object -> object.getMetadata().getName()).toList();
        return new Redaction(objects.stream()
                .flatMap(SecretValues::of)
                .filter(value -> names.stream().noneMatch(name -> name.contains(value.text()))));
    }

    /** Returns a redaction that masks the values of both redactions. */
    public Redaction and(Redaction other) {
        return new Redaction(Stream.concat(values.stream(), other.values.stream()));
    }

    /**
     * Masks text of the cluster.
     *
     * @param text the text to mask; {@code null} is returned as {@code null}
     */
    public String hide(String text) {
        if (text == null) {
            return null;
        }
        Forms forms = forms();
        String masked = hide(text, forms.all);
        for (Pattern word : forms.words) {
            masked = word.matcher(masked).replaceAll(Matcher.quoteReplacement(SecretPatterns.MASK));
        }
        return SecretPatterns.mask(masked);
    }

    /**
     * Masks a message of this plugin that may contain text of the cluster. Only long values that are certainly secret are
     * masked, because other values such as {@code healthy} can be words of the message.
     *
     * @param text the text to mask; {@code null} is returned as {@code null}
     */
    public String hideSecrets(String text) {
        if (text == null) {
            return null;
        }
        return SecretPatterns.mask(hide(text, forms().secrets));
    }

    private static String hide(String text, List<String> hidden) {
        String masked = text;
        for (String value : hidden) {
            masked = masked.replace(value, SecretPatterns.MASK);
        }
        return masked;
    }
}
