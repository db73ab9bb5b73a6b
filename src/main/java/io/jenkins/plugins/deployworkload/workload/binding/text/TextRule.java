package io.jenkins.plugins.deployworkload.workload.binding.text;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.time.zone.ZoneRulesProvider;
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
    DNS_LABEL(matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?", 63), Messages::TextRule_DnsLabel),

    /** A {@link #DNS_LABEL}, or a text with build parameters that is checked again once they are expanded. */
    EXPANDED_DNS_LABEL(text -> text.contains("$") || DNS_LABEL.allowed.test(text), Messages::TextRule_DnsLabel),

    /** RFC 1123 subdomain: the name of a config map, a secret, a claim, a service account. */
    DNS_SUBDOMAIN(
            matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*", 253),
            Messages::TextRule_DnsSubdomain),

    LABEL_VALUE(matches("([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?", 63), Messages::TextRule_LabelValue),

    /** The key of a label, an annotation or a resource: an optional DNS prefix with a slash, and a name. */
    QUALIFIED_NAME(TextRule::isQualifiedName, Messages::TextRule_QualifiedName),

    ENV_NAME(matches("[ -<>-~]+", Integer.MAX_VALUE), Messages::TextRule_EnvName),

    /** IANA_SVC_NAME: the name of a container's port. */
    PORT_NAME(TextRule::isPortName, Messages::TextRule_PortName),

    /** A port number from 1 to 65535, or the name of a container's port. */
    PORT(text -> isPortNumber(text) || isPortName(text), Messages::TextRule_Port),

    /** The key of a secret's or config map's entry. */
    CONFIG_KEY(TextRule::isConfigKey, Messages::TextRule_ConfigKey),

    /** A field of the pod that an environment variable can take its value from. */
    FIELD_PATH(TextRule::isFieldPath, Messages::TextRule_FieldPath),

    /** What an environment variable can tell of a container's resources. */
    RESOURCE_FIELD(
            matches("(limits|requests)\\.(cpu|memory|ephemeral-storage|hugepages-.+)", 253),
            Messages::TextRule_ResourceField),

    /** The name of a resource: Kubernetes' own ones have no slash, those of devices have a vendor's DNS name before it. */
    RESOURCE_NAME(TextRule::isResourceName, Messages::TextRule_ResourceName),

    /** A right of the kernel. */
    CAPABILITY(matches("(?!CAP_)[A-Z][A-Z0-9_]*", 253), Messages::TextRule_Capability),

    /** How many instances, or which share of them. */
    INT_OR_PERCENT(matches("[0-9]{1,9}%?", 10), Messages::TextRule_IntOrPercent),

    /** {@link #INT_OR_PERCENT} of what is there, and so at most all. */
    INT_OR_100_PERCENT(matches("[0-9]{1,9}|0*([0-9]{1,2}|100)%", 10), Messages::TextRule_IntOr100Percent),

    /** When a CronJob runs. */
    SCHEDULE(CronSchedule::valid, Messages::TextRule_Schedule),

    /** An IANA time zone. */
    TIME_ZONE(text -> ZoneRulesProvider.getAvailableZoneIds().contains(text), Messages::TextRule_TimeZone),

    /** Permissions of a file: octal in every door, though the API's JSON has decimals. */
    MODE(matches("0[0-7]{3}", 4), Messages::TextRule_Mode),

    /** A path of the node. */
    HOST_PATH(FilePaths::hasNoBacksteps, Messages::TextRule_HostPath),

    /** A path below a directory. */
    RELATIVE_PATH(FilePaths::isRelative, Messages::TextRule_RelativePath),

    /** A file's path below a volume. */
    FILE_PATH(text -> FilePaths.isRelative(text) && !text.startsWith(".."), Messages::TextRule_FilePath),

    /** The name of an HTTP header. */
    HEADER_NAME(matches("[-A-Za-z0-9]+", Integer.MAX_VALUE), Messages::TextRule_HeaderName),

    /** The name of a network interface, as Linux has it. */
    INTERFACE(matches("(?!\\.{1,2}$)[!-.0-9;-~]{1,15}", 15), Messages::TextRule_Interface),

    /** A reference of an image; whether it exists is for the cluster to say. */
    IMAGE(matches("[^\\s]+", 4096), Messages::TextRule_Image),

    /** How long something may take, such as {@code 90s}, {@code 10m} or {@code 2h}. */
    DURATION(Durations::valid, Messages::TextRule_Duration),

    /** A Kubernetes quantity that is not negative, such as {@code 100m}, {@code 128Mi}, {@code 1.5}, {@code 1e3}. */
    QUANTITY(TextRule::isQuantity, Messages::TextRule_Quantity),

    /** A {@link #QUANTITY} of bytes: nobody means them by a bare number, nor thousandths of them by {@code m}. */
    BYTES(text -> isQuantity(text) && !lacksByteUnit(text), Messages::TextRule_Bytes);

    /** A run of digits can be read in one way only: where it can be in many, a long one takes hours to refuse. */
    private static final Predicate<String> QUANTITY_FORM =
            matches("\\+?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(m|k|M|G|T|P|E|[KMGTPE]i|[eE][-+]?[0-9]{1,2})?", 64);

    private static final String POD_FIELDS = "metadata\\.(name|namespace|uid)|spec\\.(nodeName|serviceAccountName)"
            + "|status\\.(hostIP|hostIPs|podIP|podIPs)";

    private final transient Predicate<String> allowed;
    private final transient Supplier<String> description;

    TextRule(Predicate<String> allowed, Supplier<String> sentence) {
        this.allowed = allowed;
        this.description = sentence;
    }

    /** Says what is wrong with a text, or nothing where it is allowed. */
    public Optional<String> problem(String text) {
        return allowed.test(text)
                ? Optional.empty()
                : Optional.of(Messages.TextRule_NotAllowed(Quoted.of(text), description.get()));
    }

    /** Whether a number in place of the text is a mistake: Groovy has already read its {@code 0400} as 256. */
    public boolean isTextOnly() {
        return this == MODE;
    }

    /** What is allowed, as half a sentence in the reader's language; empty for {@link #ANY}. */
    public String description() {
        return description.get();
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

    /** Whether a quantity is a bare number, other than 0, or has the unit {@code m}. */
    public static boolean lacksByteUnit(String quantity) {
        return quantity.matches("[0-9.+]+m?") && !quantity.matches("\\+?0+");
    }

    private static boolean isConfigKey(String text) {
        return text.matches("[-._a-zA-Z0-9]{1,253}") && !".".equals(text) && !text.startsWith("..");
    }

    private static boolean isFieldPath(String text) {
        return text.matches(POD_FIELDS)
                || text.matches("metadata\\.(labels|annotations)\\['[^']+']")
                        && isQualifiedName(text.substring(text.indexOf('\'') + 1, text.length() - 2));
    }

    private static boolean isResourceName(String text) {
        return text.contains("/")
                ? isQualifiedName(text) && !text.startsWith("requests.")
                : text.matches("cpu|memory|ephemeral-storage|hugepages-[0-9A-Za-z]+");
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
        if (!QUANTITY_FORM.test(text)) {
            return false;
        }
        try {
            return new Quantity(text).getNumericalAmount().compareTo(BigDecimal.ZERO) >= 0;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false;
        }
    }
}
