package io.jenkins.plugins.deployworkload.policy.podsecurity;

import static io.jenkins.plugins.deployworkload.policy.podsecurity.PodSecurityLevel.BASELINE;
import static io.jenkins.plugins.deployworkload.policy.podsecurity.PodSecurityLevel.PRIVILEGED;
import static io.jenkins.plugins.deployworkload.policy.podsecurity.PodSecurityLevel.RESTRICTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.localizer.LocaleProvider;

/**
 * The checks of the Pod Security Standards without a cluster. {@link PodSecurityAdmissionTest} compares the verdicts
 * with the API server.
 */
@Isolated("sets the locale of messages")
class PodSecurityTest {

    private static final ObjectMapper YAML = new YAMLMapper();

    /** A pod that the level restricted allows, with a container in each list. */
    private static final String HARDENED = """
            metadata: {name: web, annotations: {}}
            spec:
              securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
              initContainers:
              - name: init
                securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
              containers:
              - name: app
                securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
              ephemeralContainers:
              - name: debug
                securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            """;

    private final LocaleProvider localeProvider = LocaleProvider.getProvider();

    @BeforeEach
    void speakEnglish() {
        speak(Locale.ENGLISH);
    }

    @AfterEach
    void restoreLanguage() {
        LocaleProvider.setProvider(localeProvider);
    }

    @Test
    void hardenedPodHasNoViolation() {
        assertThat(violations(RESTRICTED, HARDENED)).isEmpty();
    }

    @Test
    void privilegedAllowsEverything() {
        assertThat(violations(PRIVILEGED, change(HARDENED, "/spec/hostNetwork", "true")))
                .isEmpty();
    }

    /**
     * Sets one value in the hardened pod. The third and fourth column name the check that forbids the value at the
     * level baseline and at the level restricted; {@code -} means that the level allows the value. The last column is
     * the field of the violation.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', maxCharsPerColumn = 500, textBlock = """
            /spec/hostNetwork | true | hostNamespaces | hostNamespaces | spec.hostNetwork
            /spec/hostNetwork | false | - | - | -
            /spec/hostPID | true | hostNamespaces | hostNamespaces | spec.hostPID
            /spec/hostIPC | true | hostNamespaces | hostNamespaces | spec.hostIPC
            /spec/containers/0/ports | [{containerPort: 80, hostPort: 8080}] | hostPorts | hostPorts | spec.containers[app].ports[80].hostPort
            /spec/containers/0/ports | [{name: http, containerPort: 80, hostPort: 80}] | hostPorts | hostPorts | spec.containers[app].ports[http].hostPort
            /spec/containers/0/ports | [{containerPort: 80, hostPort: 0}] | - | - | -
            /spec/initContainers/0/ports | [{containerPort: 80, hostPort: 80}] | hostPorts | hostPorts | spec.initContainers[init].ports[80].hostPort
            /spec/containers/0/securityContext/privileged | true | privileged | privileged | spec.containers[app].securityContext.privileged
            /spec/containers/0/securityContext/privileged | false | - | - | -
            /spec/initContainers/0/securityContext/privileged | true | privileged | privileged | spec.initContainers[init].securityContext.privileged
            /spec/ephemeralContainers/0/securityContext/privileged | true | privileged | privileged | spec.ephemeralContainers[debug].securityContext.privileged
            /spec/containers/0/livenessProbe/httpGet/host | 10.0.0.1 | hostProbesAndHostLifecycle | hostProbesAndHostLifecycle | spec.containers[app].livenessProbe.httpGet.host
            /spec/containers/0/readinessProbe/tcpSocket/host | 10.0.0.1 | hostProbesAndHostLifecycle | hostProbesAndHostLifecycle | spec.containers[app].readinessProbe.tcpSocket.host
            /spec/initContainers/0/startupProbe/httpGet/host | localhost | hostProbesAndHostLifecycle | hostProbesAndHostLifecycle | spec.initContainers[init].startupProbe.httpGet.host
            /spec/containers/0/lifecycle/postStart/httpGet/host | a | hostProbesAndHostLifecycle | hostProbesAndHostLifecycle | spec.containers[app].lifecycle.postStart.httpGet.host
            /spec/containers/0/lifecycle/preStop/tcpSocket/host | a | hostProbesAndHostLifecycle | hostProbesAndHostLifecycle | spec.containers[app].lifecycle.preStop.tcpSocket.host
            /spec/containers/0/livenessProbe/httpGet/host | "" | - | - | -
            /spec/containers/0/livenessProbe/httpGet/port | 80 | - | - | -
            /spec/securityContext/appArmorProfile | {type: Unconfined} | appArmorProfile | appArmorProfile | spec.securityContext.appArmorProfile.type
            /spec/containers/0/securityContext/appArmorProfile | {type: Unconfined} | appArmorProfile | appArmorProfile | spec.containers[app].securityContext.appArmorProfile.type
            /spec/containers/0/securityContext/appArmorProfile | {} | appArmorProfile | appArmorProfile | spec.containers[app].securityContext.appArmorProfile.type
            /spec/containers/0/securityContext/appArmorProfile | {type: Localhost, localhostProfile: p} | - | - | -
            /metadata/annotations/container.apparmor.security.beta.kubernetes.io~1app | unconfined | appArmorProfile | appArmorProfile | metadata.annotations[container.apparmor.security.beta.kubernetes.io/app]
            /metadata/annotations/container.apparmor.security.beta.kubernetes.io~1app | runtime/default | - | - | -
            /metadata/annotations/container.apparmor.security.beta.kubernetes.io~1app | localhost/p | - | - | -
            /metadata/annotations/container.apparmor.security.beta.kubernetes.io~1app | "" | - | - | -
            /spec/securityContext/seLinuxOptions/type | spc_t | seLinuxOptions | seLinuxOptions | spec.securityContext.seLinuxOptions.type
            /spec/containers/0/securityContext/seLinuxOptions/type | container_engine_t | - | - | -
            /spec/containers/0/securityContext/seLinuxOptions/type | "" | - | - | -
            /spec/containers/0/securityContext/seLinuxOptions/user | u | seLinuxOptions | seLinuxOptions | spec.containers[app].securityContext.seLinuxOptions.user
            /spec/containers/0/securityContext/seLinuxOptions/role | r | seLinuxOptions | seLinuxOptions | spec.containers[app].securityContext.seLinuxOptions.role
            /spec/containers/0/securityContext/seLinuxOptions/level | s0 | - | - | -
            /spec/securityContext/sysctls | [{name: kernel.msgmax, value: "1"}] | sysctls | sysctls | spec.securityContext.sysctls[kernel.msgmax].name
            /spec/securityContext/sysctls | [{name: net/ipv4/tcp_syncookies, value: "1"}] | sysctls | sysctls | spec.securityContext.sysctls[net/ipv4/tcp_syncookies].name
            /spec/securityContext/sysctls | [{name: net.ipv4.tcp_notsent_lowat, value: "1"}] | - | - | -
            /spec/securityContext/windowsOptions/hostProcess | true | windowsHostProcess | windowsHostProcess | spec.securityContext.windowsOptions.hostProcess
            /spec/containers/0/securityContext/windowsOptions/hostProcess | true | windowsHostProcess | windowsHostProcess | spec.containers[app].securityContext.windowsOptions.hostProcess
            /spec/containers/0/securityContext/windowsOptions/hostProcess | false | - | - | -
            /spec/containers/0/securityContext/procMount | Unmasked | procMount | procMount_restricted | spec.containers[app].securityContext.procMount
            /spec/containers/0/securityContext/procMount | Default | - | - | -
            /spec/volumes | [{name: data, hostPath: {path: /}}] | hostPathVolumes | restrictedVolumes | spec.volumes[data].hostPath
            /spec/volumes | [{name: data, nfs: {server: s, path: /}}] | - | restrictedVolumes | spec.volumes[data].nfs
            /spec/volumes | [{name: data, newerType: {}}] | - | restrictedVolumes | spec.volumes[data].newerType
            /spec/volumes | [{name: data, image: {reference: r}}] | - | - | -
            /spec/volumes | [{name: data}] | - | - | -
            /spec/containers/0/securityContext/capabilities/add | [NET_BIND_SERVICE] | - | - | -
            /spec/containers/0/securityContext/capabilities/add | [CHOWN] | - | capabilities_restricted | spec.containers[app].securityContext.capabilities.add[CHOWN]
            /spec/containers/0/securityContext/capabilities/add | [NET_RAW] | capabilities_baseline | capabilities_restricted | spec.containers[app].securityContext.capabilities.add[NET_RAW]
            /spec/ephemeralContainers/0/securityContext/capabilities/add | [ALL] | capabilities_baseline | capabilities_restricted | spec.ephemeralContainers[debug].securityContext.capabilities.add[ALL]
            /spec/containers/0/securityContext/capabilities/drop | [NET_RAW] | - | capabilities_restricted | spec.containers[app].securityContext.capabilities.drop
            /spec/containers/0/securityContext/capabilities/drop | [all] | - | capabilities_restricted | spec.containers[app].securityContext.capabilities.drop
            /spec/containers/0/securityContext/allowPrivilegeEscalation | true | - | allowPrivilegeEscalation | spec.containers[app].securityContext.allowPrivilegeEscalation
            /spec/containers/0/securityContext/allowPrivilegeEscalation | null | - | allowPrivilegeEscalation | spec.containers[app].securityContext.allowPrivilegeEscalation
            /spec/securityContext/seccompProfile/type | Unconfined | seccompProfile_baseline | seccompProfile_restricted | spec.securityContext.seccompProfile.type
            /spec/containers/0/securityContext/seccompProfile | {type: Unconfined} | seccompProfile_baseline | seccompProfile_restricted | spec.containers[app].securityContext.seccompProfile.type
            /spec/containers/0/securityContext/seccompProfile | {type: Localhost, localhostProfile: p} | - | - | -
            /spec/securityContext/runAsNonRoot | false | - | runAsNonRoot | spec.securityContext.runAsNonRoot
            /spec/containers/0/securityContext/runAsNonRoot | false | - | runAsNonRoot | spec.containers[app].securityContext.runAsNonRoot
            /spec/securityContext/runAsUser | 0 | - | runAsUser | spec.securityContext.runAsUser
            /spec/containers/0/securityContext/runAsUser | 0 | - | runAsUser | spec.containers[app].securityContext.runAsUser
            /spec/containers/0/securityContext/runAsUser | 1000 | - | - | -
            """)
    void findsForbiddenValue(String pointer, String value, String baseline, String restricted, String field) {
        String pod = change(HARDENED, pointer, value);
        assertThat(found(BASELINE, pod)).isEqualTo(expected(baseline, field));
        assertThat(found(RESTRICTED, pod)).isEqualTo(expected(restricted, field));
    }

    @ParameterizedTest
    @CsvSource({
        "/spec/securityContext/runAsNonRoot, runAsNonRoot",
        "/spec/securityContext/seccompProfile, seccompProfile.type"
    })
    void requiresInEachContainerWhatThePodDoesNotSet(String pointer, String field) {
        assertThat(violations(RESTRICTED, change(HARDENED, pointer, "null")))
                .extracting(PodSecurityViolation::field)
                .containsExactly(
                        "spec.initContainers[init].securityContext." + field,
                        "spec.containers[app].securityContext." + field,
                        "spec.ephemeralContainers[debug].securityContext." + field);
    }

    @Test
    void defaultHostPortOfHostNetworkIsForbidden() {
        String pod = change(
                change(HARDENED, "/spec/hostNetwork", "true"), "/spec/containers/0/ports", "[{containerPort: 80}]");

        assertThat(found(BASELINE, pod))
                .containsExactly(
                        "hostNamespaces spec.hostNetwork", "hostPorts spec.containers[app].ports[80].hostPort");
    }

    /** These settings are allowed with {@code hostUsers: false} only. */
    @ParameterizedTest
    @CsvSource({
        "BASELINE, /spec/containers/0/securityContext/procMount, Unmasked",
        "RESTRICTED, /spec/securityContext/runAsNonRoot, false",
        "RESTRICTED, /spec/containers/0/securityContext/runAsUser, 0",
    })
    void userNamespaceRelaxesCheck(PodSecurityLevel level, String pointer, String value) {
        String pod = change(HARDENED, pointer, value);

        assertThat(violations(level, pod)).isNotEmpty();
        assertThat(violations(level, change(pod, "/spec/hostUsers", "true"))).isNotEmpty();
        assertThat(violations(level, change(pod, "/spec/hostUsers", "false"))).isEmpty();
    }

    /** An older cluster ignores {@code hostUsers}, so that root in the pod is root on its node. */
    @ParameterizedTest
    @CsvSource({
        "BASELINE, /spec/containers/0/securityContext/procMount, Unmasked",
        "RESTRICTED, /spec/securityContext/runAsNonRoot, false",
        "RESTRICTED, /spec/containers/0/securityContext/runAsUser, 0",
    })
    void hostUsersRelaxesNothingIfClusterMayIgnoreIt(PodSecurityLevel level, String pointer, String value) {
        Pod pod = Serialization.unmarshal(
                read(change(change(HARDENED, pointer, value), "/spec/hostUsers", "false"))
                        .toString(),
                Pod.class);

        assertThat(PodSecurity.check(level, pod.getMetadata(), pod.getSpec(), () -> false))
                .isNotEmpty();
    }

    @Test
    void userNamespaceDoesNotRelaxProcMountOfRestricted() {
        String pod = change(HARDENED, "/spec/containers/0/securityContext/procMount", "Unmasked");

        assertThat(found(RESTRICTED, change(pod, "/spec/hostUsers", "false")))
                .containsExactly("procMount_restricted spec.containers[app].securityContext.procMount");
    }

    @Test
    void windowsIsExemptFromSettingsOfLinux() {
        String pod = """
                spec:
                  os: {name: windows}
                  securityContext: {runAsNonRoot: true}
                  containers: [{name: app}]
                """;

        assertThat(found(RESTRICTED, pod)).isEmpty();
        assertThat(violations(RESTRICTED, change(pod, "/spec/os/name", "linux")))
                .extracting(PodSecurityViolation::check)
                .containsExactly("allowPrivilegeEscalation", "capabilities_restricted", "seccompProfile_restricted");
    }

    /** The API server refuses these values in a pod of Windows, unless it does not know {@code spec.os} yet. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /spec/containers/0/securityContext/allowPrivilegeEscalation | true | allowPrivilegeEscalation
            /spec/containers/0/securityContext/capabilities/add | [SYS_ADMIN] | capabilities_restricted
            /spec/containers/0/securityContext/seccompProfile/type | Unconfined | seccompProfile_restricted
            """)
    void windowsDoesNotAllowForbiddenValues(String pointer, String value, String check) {
        assertThat(violations(RESTRICTED, change(change(HARDENED, "/spec/os/name", "windows"), pointer, value)))
                .extracting(PodSecurityViolation::check)
                .containsExactly(check);
    }

    @Test
    void reportsEachPlaceOnce() {
        String pod = """
                spec:
                  containers:
                  - {name: a, securityContext: {capabilities: {add: [SYS_ADMIN, NET_ADMIN, NET_ADMIN]}}}
                  - {name: b, securityContext: {privileged: true}}
                """;

        assertThat(found(BASELINE, pod))
                .containsExactly(
                        "privileged spec.containers[b].securityContext.privileged",
                        "capabilities_baseline spec.containers[a].securityContext.capabilities.add[NET_ADMIN]",
                        "capabilities_baseline spec.containers[a].securityContext.capabilities.add[SYS_ADMIN]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /spec/hostNetwork | true | true is not allowed; remove it or use: false | true은(는) 허용되지 않습니다. 제거하거나 다음 값을 사용하십시오: false
            /spec/containers/0/securityContext/appArmorProfile | {type: Unconfined} | "Unconfined" is not allowed; allowed: RuntimeDefault, Localhost | "Unconfined"은(는) 허용되지 않습니다. 허용되는 값: RuntimeDefault, Localhost
            /spec/containers/0/securityContext/allowPrivilegeEscalation | null | is not set; set it to: false | 설정되지 않았습니다. 다음 값으로 설정하십시오: false
            /spec/containers/0/securityContext/capabilities/drop | [KILL] | does not contain "ALL"; add "ALL" | "ALL"이 없습니다. "ALL"을 추가하십시오
            /spec/containers/0/securityContext/seLinuxOptions/user | u | "u" is not allowed; remove it | "u"은(는) 허용되지 않습니다. 제거하십시오
            /spec/containers/0/securityContext/runAsUser | 0 | 0 (root) is not allowed; remove it or use the ID of another user | 0(root)은 허용되지 않습니다. 제거하거나 다른 사용자의 ID를 사용하십시오
            """)
    void explainsViolationInEnglishAndKorean(String pointer, String value, String english, String korean) {
        String pod = change(HARDENED, pointer, value);

        assertThat(violations(RESTRICTED, pod))
                .extracting(PodSecurityViolation::message)
                .containsExactly(english);
        speak(Locale.KOREAN);
        assertThat(violations(RESTRICTED, pod))
                .extracting(PodSecurityViolation::message)
                .containsExactly(korean);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}
            {metadata: null, spec: null}
            {metadata: {annotations: {a: null}}, spec: {containers: null, volumes: null, securityContext: null}}
            {spec: {containers: [null], initContainers: [null], ephemeralContainers: [null], volumes: [null], securityContext: {sysctls: [null]}}}
            {spec: {containers: [{ports: [null], securityContext: {capabilities: {add: [null], drop: [null]}}, lifecycle: {}}]}}
            """)
    void acceptsMissingParts(String pod) {
        for (PodSecurityLevel level : PodSecurityLevel.values()) {
            assertThat(violations(level, pod)).isNotNull();
        }
    }

    @Test
    void identifiesElementWithoutNameByPosition() {
        assertThat(found(BASELINE, "{spec: {containers: [{name: a}, {securityContext: {privileged: true}}]}}"))
                .containsExactly("privileged spec.containers[1].securityContext.privileged");
    }

    @Test
    void valuesCannotForgeLogLines() {
        String pod =
                "{spec: {containers: [{name: \"a\\nFinished: SUCCESS\\u202e\", securityContext: {capabilities: {add: [\""
                        + "X".repeat(5000) + "\"]}}}]}}";

        PodSecurityViolation violation = violations(BASELINE, pod).getFirst();
        assertThat(violation.field()).startsWith("spec.containers[a?Finished: SUCCESS?].securityContext.");
        assertThat(violation.field() + violation.message())
                .doesNotContainPattern("\\p{C}")
                .hasSizeLessThan(1000);
    }

    private static List<String> expected(String check, String field) {
        return check.equals("-") ? List.of() : List.of(check + " " + field);
    }

    private static List<String> found(PodSecurityLevel level, String pod) {
        return violations(level, pod).stream()
                .map(violation -> violation.check() + " " + violation.field())
                .toList();
    }

    private static List<PodSecurityViolation> violations(PodSecurityLevel level, String yaml) {
        Pod pod = Serialization.unmarshal(read(yaml).toString(), Pod.class);
        return PodSecurity.check(level, pod.getMetadata(), pod.getSpec(), () -> true);
    }

    /** Returns the pod with the value at the JSON pointer. */
    private static String change(String yaml, String pointer, String value) {
        JsonNode pod = read(yaml);
        JsonPointer path = JsonPointer.compile(pointer);
        JsonNode parent = pod;
        for (JsonPointer step = path; !step.tail().matches(); step = step.tail()) {
            parent = child(parent, step);
        }
        ((ObjectNode) parent).set(path.last().getMatchingProperty(), read(value));
        return pod.toString();
    }

    private static JsonNode child(JsonNode parent, JsonPointer step) {
        if (parent instanceof ArrayNode array) {
            return array.get(step.getMatchingIndex());
        }
        JsonNode child = parent.get(step.getMatchingProperty());
        return child != null ? child : ((ObjectNode) parent).putObject(step.getMatchingProperty());
    }

    private static JsonNode read(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    private static void speak(Locale locale) {
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return locale;
            }
        });
    }
}
