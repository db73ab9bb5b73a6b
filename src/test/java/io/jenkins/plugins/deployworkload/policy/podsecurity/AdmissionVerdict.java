package io.jenkins.plugins.deployworkload.policy.podsecurity;

import static java.util.stream.Collectors.toCollection;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the API server or this plugin says about a pod: for each check that forbids the pod, the names of the containers
 * and volumes that it reports. The map is empty if the pod is allowed.
 */
record AdmissionVerdict(Map<String, Set<String>> checks) {

    /** The reasons in the API server's messages. Reasons of two checks with one name depend on the level. */
    private static final Map<String, String> CHECK_BY_REASON = Map.ofEntries(
            Map.entry("forbidden AppArmor profile", "appArmorProfile"),
            Map.entry("forbidden AppArmor profiles", "appArmorProfile"),
            Map.entry("non-default capabilities", "capabilities_baseline"),
            Map.entry("unrestricted capabilities", "capabilities_restricted"),
            Map.entry("host namespaces", "hostNamespaces"),
            Map.entry("hostPath volumes", "hostPathVolumes"),
            Map.entry("hostPort", "hostPorts"),
            Map.entry("probe or lifecycle host", "hostProbesAndHostLifecycle"),
            Map.entry("privileged", "privileged"),
            Map.entry("procMount", "procMount"),
            Map.entry("restricted volume types", "restrictedVolumes"),
            Map.entry("runAsNonRoot != true", "runAsNonRoot"),
            Map.entry("runAsUser=0", "runAsUser"),
            Map.entry("seLinuxOptions", "seLinuxOptions"),
            Map.entry("seccompProfile", "seccompProfile_baseline"),
            Map.entry("forbidden sysctls", "sysctls"),
            Map.entry("hostProcess", "windowsHostProcess"),
            Map.entry("allowPrivilegeEscalation != false", "allowPrivilegeEscalation"));

    private static final Map<String, String> RESTRICTED_VARIANTS =
            Map.of("procMount", "procMount_restricted", "seccompProfile_baseline", "seccompProfile_restricted");

    private static final Pattern REASON = Pattern.compile("(?:^|, )([^()]+?)(?: \\(([^()]*)\\))?(?=, |$)");
    private static final Pattern QUOTED_NAME = Pattern.compile("\"([civ]\\d)\"");
    /** The API server copies AppArmor annotations to the containers that they name. */
    private static final Pattern NAME_IN_FIELD =
            Pattern.compile("^(?:spec\\.\\w+\\[|metadata\\.annotations\\[.*/)([civ]\\d)]");

    /**
     * Reads the API server's message, such as {@code pods "web" is forbidden: violates PodSecurity "baseline:v1.37":
     * privileged (container "c0" must not set securityContext.privileged=true)}.
     *
     * @throws IllegalArgumentException if the pod was refused for another reason
     */
    static AdmissionVerdict ofMessage(PodSecurityLevel level, String message) {
        String[] parts = message.split("violates PodSecurity \"[^\"]*\": ", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException(message);
        }
        Map<String, Set<String>> checks = new TreeMap<>();
        Matcher reasons = REASON.matcher(parts[1]);
        while (reasons.find()) {
            String check = CHECK_BY_REASON.get(reasons.group(1));
            if (check == null) {
                throw new IllegalArgumentException(reasons.group(1) + " in " + message);
            }
            if (level == PodSecurityLevel.RESTRICTED) {
                check = RESTRICTED_VARIANTS.getOrDefault(check, check);
            }
            checks.put(check, names(QUOTED_NAME, reasons.group(2)));
        }
        return new AdmissionVerdict(checks);
    }

    static AdmissionVerdict ofViolations(List<PodSecurityViolation> violations) {
        Map<String, Set<String>> checks = new TreeMap<>();
        for (PodSecurityViolation violation : violations) {
            checks.computeIfAbsent(violation.check(), check -> new TreeSet<>())
                    .addAll(names(NAME_IN_FIELD, violation.field()));
        }
        return new AdmissionVerdict(checks);
    }

    /**
     * Whether the verdicts name the same checks, containers and volumes. For two checks the API server reports
     * containers without a value only if no container has a forbidden value; this plugin reports both.
     */
    boolean agreesWith(AdmissionVerdict ours) {
        return checks.keySet().equals(ours.checks.keySet())
                && checks.entrySet().stream().allMatch(check -> switch (check.getKey()) {
                    case "runAsNonRoot", "seccompProfile_restricted" ->
                        ours.checks.get(check.getKey()).containsAll(check.getValue());
                    default -> ours.checks.get(check.getKey()).equals(check.getValue());
                });
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text == null ? "" : text)
                .results()
                .map(match -> match.group(1))
                .collect(toCollection(TreeSet::new));
    }
}
