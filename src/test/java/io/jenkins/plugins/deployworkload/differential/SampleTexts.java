package io.jenkins.plugins.deployworkload.differential;

import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Valid texts for each rule, including edge cases. */
final class SampleTexts {

    private static final Map<TextRule, List<String>> TEXTS = new EnumMap<>(TextRule.class);

    static {
        TEXTS.put(TextRule.ANY, List.of("x", "a b", "주문 화면", "\"quoted\"\n{}", "/a?b=c", "-", "😀"));
        TEXTS.put(TextRule.DNS_LABEL, List.of("a", "0", "web-1", "a".repeat(63)));
        TEXTS.put(TextRule.DNS_SUBDOMAIN, List.of("a", "web-1.example", "0.a"));
        TEXTS.put(TextRule.WORKLOAD_NAME, List.of("a", "web-1", "web.v2"));
        TEXTS.put(TextRule.HOST, List.of("nfs.example.com", "192.0.2.1"));
        TEXTS.put(TextRule.CSI_DRIVER, List.of("csi.example.com", "Driver-1"));
        TEXTS.put(TextRule.TRUST_BUNDLE, List.of("a", "example.com:ca:b"));
        TEXTS.put(TextRule.SIGNER, List.of("example.com/ca"));
        TEXTS.put(
                TextRule.VOLUME_FIELD_PATH,
                List.of("metadata.name", "metadata.labels", "metadata.annotations['example.com/a']"));
        TEXTS.put(TextRule.ABSOLUTE_PATH, List.of("/", "/a/../b"));
        TEXTS.put(TextRule.EXIT_CODE, List.of("1", "137"));
        TEXTS.put(TextRule.INDEXES, List.of("0"));
        TEXTS.put(TextRule.DNS_1035_LABEL, List.of("a", "web-1", "a".repeat(63)));
        TEXTS.put(TextRule.OBJECT_NAME, List.of("a", "web-1.example", "0.a"));
        TEXTS.put(TextRule.EXTERNAL_NAME, List.of("a", "db.example.com", "db.example.com."));
        TEXTS.put(TextRule.PATH_SEGMENT, List.of("a", "requests_per_second", "a:b", "주문"));
        TEXTS.put(TextRule.API_VERSION, List.of("v1", "apps/v1", "networking.k8s.io/v1beta1"));
        TEXTS.put(TextRule.CLUSTER_IP, List.of("None"));
        TEXTS.put(TextRule.CIDR, List.of("0.0.0.0/0", "192.0.2.0/24", "2001:db8::/32"));
        TEXTS.put(TextRule.RESOURCE_NAME, List.of("cpu", "memory"));
        TEXTS.put(TextRule.QUANTITY, List.of("1", "100m", "1.5", "1k"));
        TEXTS.put(TextRule.LABEL_VALUE, List.of("", "A", "a_b.c-d", "7", "a".repeat(63)));
        TEXTS.put(TextRule.QUALIFIED_NAME, List.of("a", "A_b.c", "example.com/a", "x.y/" + "n".repeat(63)));
        TEXTS.put(TextRule.ENV_NAME, List.of("A", "a.b-c", "A B", "1", "$!"));
        TEXTS.put(TextRule.PORT, List.of("1", "80", "65535"));
        TEXTS.put(
                TextRule.IMAGE,
                List.of("nginx", "registry.example/a/b:1.4", "registry.example:5000/a@sha256:" + "0".repeat(64)));
        TEXTS.put(TextRule.DATA_KEY, List.of("a", ".a"));
        TEXTS.put(TextRule.REGISTRY, List.of("registry.example.com:5000", "https://index.docker.io/v1/"));
        TEXTS.put(TextRule.CONFIG_KEY, List.of("a", ".a", "A_b-c.d", "k".repeat(253)));
        TEXTS.put(
                TextRule.FIELD_PATH,
                List.of(
                        "metadata.name",
                        "metadata.namespace",
                        "metadata.uid",
                        "metadata.labels['a']",
                        "metadata.annotations['example.com/a']",
                        "spec.nodeName",
                        "spec.serviceAccountName",
                        "status.hostIP",
                        "status.hostIPs",
                        "status.podIP",
                        "status.podIPs"));
        TEXTS.put(
                TextRule.RESOURCE_FIELD,
                List.of("limits.cpu", "requests.memory", "limits.ephemeral-storage", "requests.hugepages-2Mi"));
        TEXTS.put(TextRule.CAPABILITY, List.of("NET_ADMIN", "SYS_ADMIN", "ALL", "all", "CAP_CHOWN"));
        TEXTS.put(TextRule.INT_OR_PERCENT, List.of("0", "1", "7", "25%", "150%"));
        TEXTS.put(TextRule.INT_OR_100_PERCENT, List.of("1", "7", "25%", "100%"));
        TEXTS.put(
                TextRule.SCHEDULE,
                List.of(
                        "* * * * *",
                        "0 2 * * 1-5",
                        "*/15 0-6/2 1,15 JAN-mar sun",
                        "59 23 31 12 6",
                        "5/10 ? ? * ?",
                        "@hourly",
                        "@every 1h30m",
                        "@midnight",
                        "  0   0 * * * "));
        TEXTS.put(TextRule.TIME_ZONE, List.of("Asia/Seoul", "UTC", "Etc/GMT+1", "America/Argentina/Ushuaia"));
        TEXTS.put(TextRule.MODE, List.of("0000", "0400", "0644", "0777"));
        TEXTS.put(TextRule.HOST_PATH, List.of("/", "/var/log", "relative", "/a..b/..c"));
        TEXTS.put(TextRule.RELATIVE_PATH, List.of("a", "a/b", "..a", "$(POD_NAME)"));
        TEXTS.put(TextRule.FILE_PATH, List.of("a", "a/b.txt", "a..b"));
        TEXTS.put(TextRule.HEADER_NAME, List.of("X-A", "-", "accept"));
        TEXTS.put(TextRule.INTERFACE, List.of("net1", "eth0.5", "a_b"));
        TEXTS.put(TextRule.BYTES, List.of("1Gi", "500M", "1e9", "1.5Gi", "100k"));
        TEXTS.put(TextRule.SYSCTL, List.of("net.core.somaxconn", "kernel/shm_rmid_forced", "vm.x"));
        TEXTS.put(TextRule.APP_ARMOR_PROFILE, List.of("a", "k8s/profile one", "a".repeat(4095)));
        TEXTS.put(TextRule.IP, List.of("10.0.0.1", "0.0.0.0", "::", "fd00::1", "1:2:3:4:5:6:7:8"));
        TEXTS.put(TextRule.HOST_NAME, List.of("a", "web-1.example", "0.a"));
        TEXTS.put(TextRule.DNS_SEARCH, List.of(".", "svc.cluster.local", "a.", "_tcp.example"));
        TEXTS.put(TextRule.DIVISOR, List.of("0", "1", "1m", "1Ki"));
        TEXTS.put(TextRule.PORT_NAME, List.of("http", "a-1", "0a"));
    }

    private SampleTexts() {}

    static String of(TextRule rule, Random random) {
        List<String> texts = TEXTS.get(rule);
        if (texts == null) {
            throw new IllegalStateException("No samples for " + rule);
        }
        return texts.get(random.nextInt(texts.size()));
    }
}
