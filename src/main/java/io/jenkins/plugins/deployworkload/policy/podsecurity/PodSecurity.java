package io.jenkins.plugins.deployworkload.policy.podsecurity;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Checks pods against a level of the Kubernetes Pod Security Standards.
 *
 * <p>The verdict is the verdict of the API server's PodSecurity admission plugin in a namespace with the labels
 * {@code pod-security.kubernetes.io/enforce=<level>} and {@code enforce-version=v1.37}, for every pod that passes the
 * API server's validation. The admission plugin sees pods after defaulting; the checks consider the only default that
 * affects a verdict, see {@link HostPortsCheck}. Exemptions of the admission plugin's configuration do not apply.
 *
 * <p>As in the admission plugin, some checks allow more in a pod with {@code hostUsers: false}, but only if the cluster is
 * known to have user namespaces. Another cluster may ignore this field, so that containers of such a pod are root on their
 * nodes.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security Standards</a>
 */
public final class PodSecurity {

    /** The version of the Pod Security Standards, as in the label {@code enforce-version}. */
    public static final String VERSION = "v1.37";

    private static final List<Entry> COMMON_CHECKS = List.of(
            new Entry("appArmorProfile", AppArmorProfileCheck::run),
            new Entry("hostNamespaces", HostNamespacesCheck::run),
            new Entry("hostPorts", HostPortsCheck::run),
            new Entry("hostProbesAndHostLifecycle", HandlerHostsCheck::run),
            new Entry("privileged", PrivilegeCheck::privileged),
            new Entry("seLinuxOptions", SELinuxOptionsCheck::run),
            new Entry("sysctls", SysctlsCheck::run),
            new Entry("windowsHostProcess", WindowsHostProcessCheck::run));

    /** The level restricted replaces each of these checks by a stricter one. */
    private static final List<Entry> BASELINE_CHECKS = List.of(
            new Entry("capabilities_baseline", CapabilitiesCheck::baseline),
            new Entry("hostPathVolumes", VolumeTypesCheck::baseline),
            new Entry("procMount", ProcMountCheck::baseline),
            new Entry("seccompProfile_baseline", SeccompProfileCheck::baseline));

    private static final List<Entry> RESTRICTED_CHECKS = List.of(
            new Entry("allowPrivilegeEscalation", PrivilegeCheck::allowPrivilegeEscalation),
            new Entry("capabilities_restricted", CapabilitiesCheck::restricted),
            new Entry("procMount_restricted", ProcMountCheck::restricted),
            new Entry("restrictedVolumes", VolumeTypesCheck::restricted),
            new Entry("runAsNonRoot", RootUserCheck::runAsNonRoot),
            new Entry("runAsUser", RootUserCheck::runAsUser),
            new Entry("seccompProfile_restricted", SeccompProfileCheck::restricted));

    private record Entry(String id, PodSecurityCheck check) {}

    private PodSecurity() {}

    /**
     * Returns each violation of the level; the list is empty if the level allows the pod.
     *
     * @param metadata the metadata of the pod or of the pod template; may be null
     * @param spec the specification of the pod or of the pod template; null means no containers
     * @param userNamespaces tells whether the cluster has user namespaces; only asked for a pod that requires one
     */
    public static List<PodSecurityViolation> check(
            PodSecurityLevel level, ObjectMeta metadata, PodSpec spec, BooleanSupplier userNamespaces) {
        CheckedPod pod = new CheckedPod(metadata, spec, userNamespaces);
        List<PodSecurityViolation> violations = new ArrayList<>();
        for (Entry entry : checks(level)) {
            entry.check.run(
                    pod, (field, message) -> violations.add(new PodSecurityViolation(entry.id, field, message)));
        }
        return violations;
    }

    /** Returns the IDs of the level's checks. */
    static List<String> checkIds(PodSecurityLevel level) {
        return checks(level).stream().map(Entry::id).toList();
    }

    private static List<Entry> checks(PodSecurityLevel level) {
        return switch (level) {
            case PRIVILEGED -> List.of();
            case BASELINE ->
                Stream.concat(COMMON_CHECKS.stream(), BASELINE_CHECKS.stream()).toList();
            case RESTRICTED ->
                Stream.concat(COMMON_CHECKS.stream(), RESTRICTED_CHECKS.stream())
                        .toList();
        };
    }
}
