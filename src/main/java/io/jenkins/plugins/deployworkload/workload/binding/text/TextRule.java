package io.jenkins.plugins.deployworkload.workload.binding.text;

import io.jenkins.plugins.deployworkload.cron.CronExpression;
import java.nio.charset.StandardCharsets;
import java.time.zone.ZoneRulesProvider;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A validation rule for a string. Patterns and lengths are those of the Kubernetes API server: apimachinery's
 * {@code util/validation}, and {@code pkg/apis/core/validation} for names of environment variables and for file modes.
 */
public enum TextRule {
    ANY(text -> true, () -> ""),

    /** An RFC 1123 label, such as the name of a container or volume, or a host name. */
    DNS_LABEL(matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?", 63), Messages::TextRule_DnsLabel),

    /**
     * A {@link #DNS_LABEL}, or a text with build parameters. After the parameters are expanded, the text must be a DNS
     * label.
     */
    EXPANDED_DNS_LABEL(text -> text.contains("$") || DNS_LABEL.valid.test(text), Messages::TextRule_DnsLabel),

    /** An RFC 1123 subdomain, such as the name of a ConfigMap, Secret, PersistentVolumeClaim or ServiceAccount. */
    DNS_SUBDOMAIN(
            matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*", 253),
            Messages::TextRule_DnsSubdomain),

    /**
     * The name of a workload: an RFC 1123 subdomain, as the API allows for controllers, but at most 63 characters,
     * because the name is also the value of a label.
     */
    WORKLOAD_NAME(text -> text.length() <= 63 && DNS_SUBDOMAIN.valid.test(text), Messages::TextRule_WorkloadName),

    /** An RFC 1035 label: a {@link #DNS_LABEL} that starts with a letter, such as the name of a Service. */
    DNS_1035_LABEL(matches("[a-z]([-a-z0-9]*[a-z0-9])?", 63), Messages::TextRule_Dns1035Label),

    /** An RFC 1123 subdomain that names an object of the workload itself. */
    OBJECT_NAME(DNS_SUBDOMAIN.valid, Messages::TextRule_DnsSubdomain),

    /** A DNS name, which can end with a dot. */
    EXTERNAL_NAME(
            text -> text.length() <= 254 && DNS_SUBDOMAIN.valid.test(text.replaceFirst("\\.$", "")),
            Messages::TextRule_ExternalName),

    /** A name that can be a segment of a URL path, such as the name of a metric. */
    PATH_SEGMENT(
            text -> !text.equals(".") && !text.equals("..") && text.indexOf('/') < 0 && text.indexOf('%') < 0,
            Messages::TextRule_PathSegment),

    /** The group and version of a kind, or the version alone for a kind of the core group. */
    API_VERSION(
            text -> text.length() <= 317
                    && text.matches("([^/]+/)?[a-z][a-z0-9]*")
                    && DNS_SUBDOMAIN.valid.test(text.substring(0, Math.max(text.indexOf('/'), 1))),
            Messages::TextRule_ApiVersion),

    /** An IPv4 or IPv6 address in its usual notation. */
    IP(IpAddresses::isAddress, Messages::TextRule_Ip),

    /** The address of a Service, or {@code None} for a headless Service. */
    CLUSTER_IP(text -> "None".equals(text) || IpAddresses.isAddress(text), Messages::TextRule_ClusterIp),

    /** A range of IP addresses in CIDR notation. */
    CIDR(IpAddresses::isCidr, Messages::TextRule_Cidr),

    /** A host name or an IP address. */
    HOST(
            text -> DNS_SUBDOMAIN.valid.test(text.toLowerCase(Locale.ROOT)) || IP.valid.test(text),
            Messages::TextRule_Host),

    /** The name of a CSI driver. */
    CSI_DRIVER(
            text -> text.length() <= 63 && DNS_SUBDOMAIN.valid.test(text.toLowerCase(Locale.ROOT)),
            Messages::TextRule_CsiDriver),

    /** The name of a ClusterTrustBundle, which starts with the name of its signer if it has one. */
    TRUST_BUNDLE(
            text -> text.length() <= 512
                    && text.matches("[^:]*(:[^:]*:[^:]*)?")
                    && Arrays.stream(text.split(":", -1)).allMatch(DNS_SUBDOMAIN.valid),
            Messages::TextRule_TrustBundle),

    /** A signer: a DNS name with a dot, a slash and a name. */
    SIGNER(TextRule::isSigner, Messages::TextRule_Signer),

    /** A pod field that a file of the downward API supports. */
    VOLUME_FIELD_PATH(TextRule::isVolumeFieldPath, Messages::TextRule_VolumeFieldPath),

    /** A path that starts with a slash. */
    ABSOLUTE_PATH(text -> text.startsWith("/"), Messages::TextRule_AbsolutePath),

    /** The exit code of a container. */
    EXIT_CODE(matches("0|[1-9][0-9]{0,8}", 9), Messages::TextRule_ExitCode),

    /** Indexes of a Job, such as {@code 0,2-4}. */
    INDEXES(
            text -> text.length() <= 65_536
                    && Arrays.stream(text.split(",", -1)).allMatch(part -> part.matches("[0-9]{1,9}(-[0-9]{1,9})?")),
            Messages::TextRule_Indexes),

    LABEL_VALUE(matches("([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?", 63), Messages::TextRule_LabelValue),

    /** The key of a label, an annotation or a taint: an optional DNS prefix with a slash, and a name. */
    QUALIFIED_NAME(TextRule::isQualifiedName, Messages::TextRule_QualifiedName),

    ENV_NAME(matches("[ -<>-~]+", Integer.MAX_VALUE), Messages::TextRule_EnvName),

    /** The name of a container port: an IANA service name (RFC 6335). */
    PORT_NAME(TextRule::isPortName, Messages::TextRule_PortName),

    /** A port number from 1 to 65535, or the name of a container port. */
    PORT(text -> isPortNumber(text) || isPortName(text), Messages::TextRule_Port),

    /** A key of a Secret or ConfigMap. */
    CONFIG_KEY(TextRule::isConfigKey, Messages::TextRule_ConfigKey),
    /** A {@link #CONFIG_KEY} that the workload itself defines. */
    DATA_KEY(CONFIG_KEY.valid, Messages::TextRule_ConfigKey),
    /** The address of a container registry, as {@code docker login} takes it. */
    REGISTRY(matches("[A-Za-z0-9][!-~]*", 1024), Messages::TextRule_Registry),

    /** A pod field that {@code fieldRef} of an environment variable supports. */
    FIELD_PATH(TextRule::isFieldPath, Messages::TextRule_FieldPath),

    /** A container resource that {@code resourceFieldRef} of an environment variable supports. */
    RESOURCE_FIELD(
            matches("(limits|requests)\\.(cpu|memory|ephemeral-storage|hugepages-.+)", 253),
            Messages::TextRule_ResourceField),

    /**
     * A resource name: the name of a Kubernetes resource without a slash, or of an extended resource with a DNS prefix.
     */
    RESOURCE_NAME(TextRule::isResourceName, Messages::TextRule_ResourceName),

    /** A Linux capability. The API also takes the prefix {@code CAP_} and lower case, such as {@code all}. */
    CAPABILITY(matches("[A-Za-z][A-Za-z0-9_]*", 253), Messages::TextRule_Capability),

    /** The name of a kernel parameter, with dots or slashes. */
    SYSCTL(
            matches("([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?", 253),
            Messages::TextRule_Sysctl),

    /** The name of an AppArmor profile: at most 4095 bytes, the longest path of Linux. */
    APP_ARMOR_PROFILE(
            text -> text.matches("(?Us)\\S(.*\\S)?") && text.getBytes(StandardCharsets.UTF_8).length <= 4095,
            Messages::TextRule_AppArmorProfile),

    /** A host name that is not the name of an object: an RFC 1123 subdomain. */
    HOST_NAME(DNS_SUBDOMAIN.valid, Messages::TextRule_DnsSubdomain),

    /** A search domain of the resolver, which can contain underscores and end with a dot. */
    DNS_SEARCH(TextRule::isSearchDomain, Messages::TextRule_DnsSearch),

    /** The unit in which {@code resourceFieldRef} returns a resource. */
    DIVISOR(matches("0|1(m|k|M|G|T|P|E|[KMGTPE]i)?", 3), Messages::TextRule_Divisor),

    /** A number of pods, or a percentage of all pods. */
    INT_OR_PERCENT(matches("[0-9]{1,9}%?", 10), Messages::TextRule_IntOrPercent),

    /** An {@link #INT_OR_PERCENT} whose percentage is at most 100. */
    INT_OR_100_PERCENT(matches("[0-9]{1,9}|0*([0-9]{1,2}|100)%", 10), Messages::TextRule_IntOr100Percent),

    /** The schedule of a CronJob. */
    SCHEDULE(CronExpression::isValid, Messages::TextRule_Schedule),

    /** An IANA time zone. */
    TIME_ZONE(text -> ZoneRulesProvider.getAvailableZoneIds().contains(text), Messages::TextRule_TimeZone),

    /**
     * File permissions in octal notation. The form, the step and YAML all use octal; the JSON of the Kubernetes API
     * uses decimal.
     */
    MODE(matches("0[0-7]{3}", 4), Messages::TextRule_Mode),

    /** A path on the node. */
    HOST_PATH(FilePaths::hasNoBacksteps, Messages::TextRule_HostPath),

    /** A relative path that cannot leave its starting directory. */
    RELATIVE_PATH(FilePaths::isRelative, Messages::TextRule_RelativePath),

    /**
     * The path of a file relative to its volume. The API refuses every path that starts with two dots, even {@code
     * ..a}.
     */
    FILE_PATH(text -> FilePaths.isRelative(text) && !text.startsWith(".."), Messages::TextRule_FilePath),

    /** The name of an HTTP header. */
    HEADER_NAME(matches("[-A-Za-z0-9]+", Integer.MAX_VALUE), Messages::TextRule_HeaderName),

    /** A network interface name that Linux accepts. */
    INTERFACE(matches("(?!\\.{1,2}$)[!-.0-9;-~]{1,15}", 15), Messages::TextRule_Interface),

    /** An image reference. The rule does not check whether the image exists. */
    IMAGE(matches("[^\\s]+", 4096), Messages::TextRule_Image),

    /** A duration such as {@code 90s}, {@code 10m} or {@code 2h}. */
    DURATION(Durations::isValid, Messages::TextRule_Duration),

    /** A {@link #DURATION} or {@code 0s}. */
    DURATION_OR_ZERO(text -> Durations.isZero(text) || Durations.isValid(text), Messages::TextRule_DurationOrZero),

    /** A non-negative Kubernetes quantity such as {@code 100m}, {@code 128Mi}, {@code 1.5} or {@code 1e3}. */
    QUANTITY(Quantities::isQuantity, Messages::TextRule_Quantity),

    /** A {@link #QUANTITY} with a unit of bytes. A bare number or the unit {@code m} (thousandths) is most likely a mistake. */
    BYTES(text -> Quantities.isQuantity(text) && !Quantities.lacksByteUnit(text), Messages::TextRule_Bytes);

    private static final String POD_FIELDS = "metadata\\.(name|namespace|uid)|spec\\.(nodeName|serviceAccountName)"
            + "|status\\.(hostIP|hostIPs|podIP|podIPs)";

    private final transient Predicate<String> valid;
    private final transient Supplier<String> description;

    TextRule(Predicate<String> valid, Supplier<String> description) {
        this.valid = valid;
        this.description = description;
    }

    /** The problem with a text, in the user's language; empty if the text is valid. */
    public Optional<String> problem(String text) {
        return valid.test(text)
                ? Optional.empty()
                : Optional.of(Messages.TextRule_InvalidValue(Quoted.of(text), description.get()));
    }

    /**
     * Whether the value must be a string, because Groovy reads the number {@code 0400} as octal and would pass 256 to
     * the plugin.
     */
    public boolean isTextOnly() {
        return this == MODE;
    }

    /** The allowed values as a noun phrase in the user's language; empty for {@link #ANY}. */
    public String description() {
        return description.get();
    }

    private static Predicate<String> matches(String pattern, int maxLength) {
        Pattern compiled = Pattern.compile(pattern);
        return text -> text.length() <= maxLength && compiled.matcher(text).matches();
    }

    private static boolean isQualifiedName(String text) {
        int slash = text.indexOf('/');
        String name = text.substring(slash + 1);
        boolean validPrefix = slash < 0 || DNS_SUBDOMAIN.valid.test(text.substring(0, slash));
        return validPrefix && !name.isEmpty() && LABEL_VALUE.valid.test(name);
    }

    private static boolean isSearchDomain(String text) {
        String domain = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        String part = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
        return text.equals(".") || domain.length() <= 253 && domain.matches(part + "(\\." + part + ")*");
    }

    private static boolean isConfigKey(String text) {
        return text.matches("[-._a-zA-Z0-9]{1,253}") && !".".equals(text) && !text.startsWith("..");
    }

    private static boolean isFieldPath(String text) {
        return text.matches(POD_FIELDS)
                || text.matches("metadata\\.(labels|annotations)\\['[^']+']")
                        && isQualifiedName(text.substring(text.indexOf('\'') + 1, text.length() - 2));
    }

    private static boolean isSigner(String text) {
        int slash = text.indexOf('/');
        return slash > 0
                && text.lastIndexOf('.', slash) > 0
                && DNS_SUBDOMAIN.valid.test(text.substring(0, slash))
                && DNS_SUBDOMAIN.valid.test(text.substring(slash + 1));
    }

    private static boolean isVolumeFieldPath(String text) {
        return text.matches("metadata\\.(name|namespace|uid|labels|annotations)")
                || text.startsWith("metadata.") && text.endsWith("']") && isFieldPath(text);
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
}
