package io.jenkins.plugins.deployworkload.policy.podsecurity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Generates random pods that pass the API server's validation. Each field gets either a value that the level restricted
 * allows, or a random value; how often the values are random differs between pods, so that some pods violate nothing and
 * others violate many checks.
 */
final class PodGenerator {

    private static final ObjectMapper YAML = new YAMLMapper();
    private static final double[] RANDOM_SHARES = {0, 0.02, 0.05, 0.1, 0.3, 0.8};

    private final Random random;
    private final ObjectNode pod = YAML.createObjectNode();
    private final double randomShare;
    private final String os;
    private final boolean userNamespace;
    private final boolean hostProcess;
    private boolean appArmorFieldSet;
    private int nextPort = 8000;

    private PodGenerator(long seed, int number) {
        random = new Random(seed * 1_000_003 + number);
        // The first random numbers of similar seeds are similar.
        random.nextLong();
        randomShare = RANDOM_SHARES[random.nextInt(RANDOM_SHARES.length)];
        os = random.nextInt(8) == 0 ? "windows" : random.nextInt(8) == 0 ? "linux" : null;
        userNamespace = os == null && random.nextInt(4) == 0;
        hostProcess = !"linux".equals(os) && !userNamespace && random.nextDouble() < randomShare;
        pod.putObject("metadata").put("name", "pod-" + number).putObject("annotations");
    }

    /** Returns pod {@code number} of a sequence; the same arguments always give the same pod. */
    static Pod generate(long seed, int number) {
        PodGenerator generator = new PodGenerator(seed, number);
        generator.spec(generator.pod.putObject("spec"));
        return Serialization.unmarshal(generator.pod.toString(), Pod.class);
    }

    private void spec(ObjectNode spec) {
        if (os != null) {
            spec.putObject("os").put("name", os);
        }
        if (userNamespace) {
            spec.put("hostUsers", false);
        } else if (!isWindows() && random.nextInt(10) == 0) {
            spec.put("hostUsers", true);
        }
        if (hostProcess) {
            spec.put("hostNetwork", true);
        } else if (!userNamespace) {
            set(spec, "hostNetwork", PodValues.UNSET, PodValues.BOOLEANS);
        }
        if (!userNamespace && !isWindows()) {
            set(spec, "hostPID", PodValues.UNSET, PodValues.BOOLEANS);
            set(spec, "hostIPC", PodValues.UNSET, PodValues.BOOLEANS);
        }
        boolean processInPod = hostProcess && random.nextBoolean();
        securityContext(spec, processInPod);
        containers(spec.putArray("containers"), "c", 1 + random.nextInt(3), processInPod);
        containers(spec.putArray("initContainers"), "i", random.nextInt(3), processInPod);
        volumes(spec.putArray("volumes"));
        legacySeccompAnnotation();
    }

    private boolean isWindows() {
        return "windows".equals(os);
    }

    private void securityContext(ObjectNode spec, boolean processInPod) {
        ObjectNode context = YAML.createObjectNode();
        set(context, "runAsNonRoot", "true", PodValues.BOOLEANS);
        if (processInPod) {
            context.putObject("windowsOptions").put("hostProcess", true);
        } else if (!"linux".equals(os) && !hostProcess && random.nextInt(10) == 0) {
            context.putObject("windowsOptions").put("hostProcess", false);
        }
        if (!isWindows()) {
            set(context, "runAsUser", PodValues.UNSET, PodValues.USERS);
            set(context, "seccompProfile", "{type: RuntimeDefault}", PodValues.PROFILES);
            set(context, "appArmorProfile", PodValues.UNSET, PodValues.PROFILES);
            set(context, "seLinuxOptions", PodValues.UNSET, PodValues.SELINUX_OPTIONS);
            appArmorFieldSet = context.has("appArmorProfile");
            sysctls(spec, context);
        }
        if (!context.isEmpty()) {
            spec.set("securityContext", context);
        }
    }

    /** The API server refuses sysctls of a namespace that the pod shares with the node. */
    private void sysctls(ObjectNode spec, ObjectNode context) {
        List<String> names = new ArrayList<>(PodValues.SYSCTLS);
        names.removeIf(name -> spec.path("hostNetwork").asBoolean() && name.startsWith("net"));
        names.removeIf(name -> spec.path("hostIPC").asBoolean() && name.matches("kernel.*|fs.*"));
        Collections.shuffle(names, random);
        int count = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0;
        ArrayNode sysctls = YAML.createArrayNode();
        names.stream()
                .filter(name -> isSafe(name) || random.nextDouble() < randomShare)
                .limit(count)
                .forEach(name -> sysctls.addObject().put("name", name).put("value", "1"));
        if (!sysctls.isEmpty()) {
            context.set("sysctls", sysctls);
        }
    }

    private static boolean isSafe(String sysctl) {
        return PodValues.SYSCTLS.indexOf(sysctl) < 14;
    }

    private void containers(ArrayNode containers, String prefix, int count, boolean processInPod) {
        for (int i = 0; i < count; i++) {
            ObjectNode container =
                    containers.addObject().put("name", prefix + i).put("image", "registry.example.com/app:1");
            boolean sidecar = prefix.equals("i") && random.nextBoolean();
            if (sidecar) {
                container.put("restartPolicy", "Always");
            }
            containerSecurityContext(container, processInPod);
            ports(container);
            if (prefix.equals("c") || sidecar) {
                handlers(container);
            }
        }
    }

    private void containerSecurityContext(ObjectNode container, boolean processInPod) {
        ObjectNode context = YAML.createObjectNode();
        set(context, "runAsNonRoot", PodValues.UNSET, PodValues.BOOLEANS);
        if (hostProcess && !processInPod) {
            context.putObject("windowsOptions").put("hostProcess", true);
        } else if (isWindows() && random.nextInt(5) == 0) {
            context.putObject("windowsOptions").put("runAsUserName", "ContainerUser");
        }
        if (!isWindows()) {
            linuxSecurityContext(container.get("name").asText(), context);
        }
        if (!context.isEmpty()) {
            container.set("securityContext", context);
        }
    }

    private void linuxSecurityContext(String container, ObjectNode context) {
        set(context, "privileged", PodValues.UNSET, PodValues.BOOLEANS);
        // The API server refuses a privileged container with allowPrivilegeEscalation: false.
        boolean privileged = context.path("privileged").asBoolean();
        set(
                context,
                "allowPrivilegeEscalation",
                privileged ? PodValues.UNSET : "false",
                privileged ? List.of(PodValues.UNSET, "true") : PodValues.BOOLEANS);
        set(context, "capabilities", "{drop: [ALL]}", PodValues.CAPABILITIES);
        set(context, "seccompProfile", PodValues.UNSET, PodValues.PROFILES);
        set(context, "seLinuxOptions", PodValues.UNSET, PodValues.SELINUX_OPTIONS);
        set(context, "runAsUser", PodValues.UNSET, PodValues.USERS);
        // The API server refuses Unmasked in a pod without a user namespace.
        set(
                context,
                "procMount",
                PodValues.UNSET,
                userNamespace ? List.of("Default", "Unmasked") : List.of(PodValues.UNSET, "Default"));
        set(context, "appArmorProfile", PodValues.UNSET, PodValues.PROFILES);
        // The API server refuses an annotation that contradicts a field.
        if (!context.has("appArmorProfile") && !appArmorFieldSet && random.nextInt(10) == 0) {
            set(
                    (ObjectNode) pod.at("/metadata/annotations"),
                    "container.apparmor.security.beta.kubernetes.io/" + container,
                    "runtime/default",
                    PodValues.APP_ARMOR_ANNOTATIONS);
        }
    }

    private void ports(ObjectNode container) {
        int count = random.nextInt(3);
        ArrayNode ports = YAML.createArrayNode();
        for (int i = 0; i < count; i++) {
            int number = nextPort++;
            ObjectNode port = ports.addObject().put("containerPort", number);
            set(port, "hostPort", PodValues.UNSET, List.of("0", String.valueOf(number)));
            if (random.nextBoolean()) {
                port.put("name", "port-" + i);
            }
        }
        if (count > 0) {
            container.set("ports", ports);
        }
    }

    private void handlers(ObjectNode container) {
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            if (random.nextInt(4) == 0) {
                set(container, probe, "{httpGet: {port: 80}}", PodValues.HANDLERS);
            }
        }
        for (String hook : List.of("postStart", "preStop")) {
            if (random.nextInt(6) == 0) {
                set(container.withObjectProperty("lifecycle"), hook, "{exec: {command: [a]}}", PodValues.HANDLERS);
            }
        }
    }

    private void volumes(ArrayNode volumes) {
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            List<String> sources =
                    random.nextDouble() < randomShare ? PodValues.FORBIDDEN_VOLUMES : PodValues.ALLOWED_VOLUMES;
            volumes.addObject().put("name", "v" + i).setAll((ObjectNode) read(pick(sources)));
        }
    }

    /** This annotation has no effect, but the API server refuses one that contradicts the field. */
    private void legacySeccompAnnotation() {
        if (pod.at("/spec/securityContext/seccompProfile").isMissingNode() && random.nextInt(3) == 0) {
            ((ObjectNode) pod.at("/metadata/annotations"))
                    .put("seccomp.security.alpha.kubernetes.io/pod", "unconfined");
        }
    }

    /** Sets the field to the hardened value or to a random one; the value {@code null} leaves the field unset. */
    private void set(ObjectNode object, String field, String hardened, List<String> values) {
        JsonNode value = read(random.nextDouble() < randomShare ? pick(values) : hardened);
        if (!value.isNull()) {
            object.set(field, value);
        }
    }

    private String pick(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static JsonNode read(String yaml) {
        try {
            return yaml.isEmpty() ? YAML.getNodeFactory().textNode("") : YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }
}
