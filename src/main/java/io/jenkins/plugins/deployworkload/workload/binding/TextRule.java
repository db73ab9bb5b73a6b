package io.jenkins.plugins.deployworkload.workload.binding;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What a text may be. The patterns and lengths are those of the Kubernetes API's own validation (apimachinery's
 * {@code util/validation}, and {@code pkg/apis/core/validation} for environment names and file modes).
 */
public enum TextRule {
    ANY(text -> true, () -> ""),

    /** RFC 1123 label: the name of a container, a volume, a host. */
    DNS_LABEL(matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?", 63), Messages::Rule_DnsLabel),

    /** A {@link #DNS_LABEL}, or a text with build parameters that is checked again once they are expanded. */
    EXPANDED_DNS_LABEL(text -> text.contains("$") || DNS_LABEL.allowed.test(text), Messages::Rule_DnsLabel),

    /** RFC 1123 subdomain: the name of a config map, a secret, a claim, a service account. */
    DNS_SUBDOMAIN(
            matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*", 253),
            Messages::Rule_DnsSubdomain),

    LABEL_VALUE(matches("([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?", 63), Messages::Rule_LabelValue),

    /** The key of a label, an annotation or a resource: an optional DNS prefix with a slash, and a name. */
    QUALIFIED_NAME(TextRule::isQualifiedName, Messages::Rule_QualifiedName),

    ENV_NAME(matches("[ -<>-~]+", Integer.MAX_VALUE), Messages::Rule_EnvName),

    /** IANA_SVC_NAME: the name of a container's port. */
    PORT_NAME(TextRule::isPortName, Messages::Rule_PortName),

    /** A port number from 1 to 65535, or the name of a container's port. */
    PORT(text -> isPortNumber(text) || isPortName(text), Messages::Rule_Port),

    /** A reference of an image; whether it exists is for the cluster to say. */
    IMAGE(matches("[^\\s]+", 4096), Messages::Rule_Image),

    /** How long something may take, such as {@code 90s}, {@code 10m} or {@code 2h}. */
    DURATION(Durations::valid, Messages::Rule_Duration),

    /** A Kubernetes quantity that is not negative, such as {@code 100m}, {@code 128Mi}, {@code 1.5}, {@code 1e3}. */
    QUANTITY(TextRule::isQuantity, Messages::Rule_Quantity);

    private final transient Predicate<String> allowed;
    private final transient Supplier<String> sentence;

    TextRule(Predicate<String> allowed, Supplier<String> sentence) {
        this.allowed = allowed;
        this.sentence = sentence;
    }

    /** Says what is wrong with a text, or nothing where it is allowed. */
    public Optional<String> problem(String text) {
        return allowed.test(text)
                ? Optional.empty()
                : Optional.of(Messages.Problem_NotAllowed(Quoted.of(text), sentence.get()));
    }

    /** What is allowed, as half a sentence in the reader's language; empty for {@link #ANY}. */
    public String sentence() {
        return sentence.get();
    }

    private static Predicate<String> matches(String pattern, int maximum) {
        Pattern compiled = Pattern.compile(pattern);
        return text -> text.length() <= maximum && compiled.matcher(text).matches();
    }

    private static boolean isQualifiedName(String text) {
        int slash = text.indexOf('/');
        String name = text.substring(slash + 1);
        boolean prefix = slash < 0 || DNS_SUBDOMAIN.allowed.test(text.substring(0, slash));
        return prefix && !name.isEmpty() && LABEL_VALUE.allowed.test(name);
    }

    private static boolean isPortName(String text) {
        return text.length() <= 15
                && text.matches("[a-z0-9]+(-[a-z0-9]+)*")
                && text.chars().anyMatch(c -> c >= 'a' && c <= 'z');
    }

    private static boolean isPortNumber(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65535;
    }

    private static boolean isQuantity(String text) {
        if (!text.matches("\\+?([0-9]+\\.?[0-9]*|\\.[0-9]+)(m|k|M|G|T|P|E|[KMGTPE]i|[eE][-+]?[0-9]{1,2})?")) {
            return false;
        }
        try {
            return new Quantity(text).getNumericalAmount().compareTo(BigDecimal.ZERO) >= 0;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false;
        }
    }
}
