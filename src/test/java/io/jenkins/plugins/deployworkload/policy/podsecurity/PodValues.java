package io.jenkins.plugins.deployworkload.policy.podsecurity;

import java.util.List;

/** The values that {@link PodGenerator} chooses from, as YAML. The API server accepts each value. */
final class PodValues {

    static final String UNSET = "null";

    static final List<String> BOOLEANS = List.of(UNSET, "true", "false");

    static final List<String> USERS = List.of(UNSET, "0", "1000");

    static final List<String> CAPABILITIES = List.of(
            UNSET,
            "{}",
            "{add: [], drop: []}",
            "{drop: [ALL]}",
            "{drop: [all]}",
            "{drop: [NET_RAW, KILL]}",
            "{drop: [KILL, ALL]}",
            "{add: [NET_BIND_SERVICE]}",
            "{add: [NET_BIND_SERVICE], drop: [ALL]}",
            "{add: [CHOWN], drop: [ALL]}",
            "{add: [AUDIT_WRITE, CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, MKNOD], drop: [ALL]}",
            "{add: [NET_BIND_SERVICE, SETFCAP, SETGID, SETPCAP, SETUID, SYS_CHROOT]}",
            "{add: [CAP_CHOWN]}",
            "{add: [NET_RAW], drop: [ALL]}",
            "{add: [NET_BIND_SERVICE, NET_ADMIN], drop: [ALL]}",
            "{add: [SYS_ADMIN, SYS_PTRACE]}",
            "{add: [ALL]}");

    /** Seccomp and AppArmor profiles have the same types. */
    static final List<String> PROFILES = List.of(
            UNSET, "{type: RuntimeDefault}", "{type: Unconfined}", "{type: Localhost, localhostProfile: profile.json}");

    static final List<String> SELINUX_OPTIONS = List.of(
            UNSET,
            "{}",
            "{level: 's0:c123,c456'}",
            "{type: ''}",
            "{type: container_t}",
            "{type: container_init_t, level: s0}",
            "{type: container_kvm_t}",
            "{type: container_engine_t}",
            "{type: spc_t}",
            "{user: system_u}",
            "{role: system_r}",
            "{user: system_u, role: system_r, type: container_t}");

    static final List<String> SYSCTLS = List.of(
            "kernel.shm_rmid_forced",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.tcp_syncookies",
            "net.ipv4.ping_group_range",
            "net.ipv4.ip_unprivileged_port_start",
            "net.ipv4.ip_local_reserved_ports",
            "net.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes",
            "net.ipv4.tcp_rmem",
            "net.ipv4.tcp_wmem",
            "net.ipv4.tcp_slow_start_after_idle",
            "net.ipv4.tcp_notsent_lowat",
            "net.ipv4.tcp_mem",
            "net/ipv4/tcp_rmem",
            "net.core.somaxconn",
            "kernel.msgmax",
            "fs.mqueue.msg_max",
            "vm.swappiness");

    static final List<String> APP_ARMOR_ANNOTATIONS =
            List.of("runtime/default", "localhost/profile", "unconfined", "localhost/", "");

    static final List<String> HANDLERS = List.of(
            "{exec: {command: ['true']}}",
            "{httpGet: {port: 80}}",
            "{httpGet: {port: 80, host: ''}}",
            "{httpGet: {port: 80, httpHeaders: [{name: Host, value: example.com}]}}",
            "{tcpSocket: {port: 80}}",
            "{httpGet: {port: 80, host: 127.0.0.1}}",
            "{httpGet: {port: 80, host: example.com, path: /health}}",
            "{tcpSocket: {port: 80, host: 169.254.169.254}}",
            "{tcpSocket: {port: 80, host: ''}}");

    static final List<String> ALLOWED_VOLUMES = List.of(
            "{}",
            "{emptyDir: {}}",
            "{emptyDir: {medium: Memory}}",
            "{configMap: {name: x}}",
            "{secret: {secretName: x}}",
            "{downwardAPI: {items: [{path: a, fieldRef: {fieldPath: metadata.name}}]}}",
            "{projected: {sources: [{configMap: {name: x}}]}}",
            "{csi: {driver: d.example.com}}",
            "{persistentVolumeClaim: {claimName: c}}",
            "{ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}}",
            "{image: {reference: 'registry.example.com/data:1'}}");

    static final List<String> FORBIDDEN_VOLUMES = List.of(
            "{hostPath: {path: /data}}",
            "{hostPath: {path: /dev/null, type: CharDevice}}",
            "{gcePersistentDisk: {pdName: x}}",
            "{awsElasticBlockStore: {volumeID: x}}",
            "{gitRepo: {repository: 'https://git.example.com/x'}}",
            "{nfs: {server: s, path: /p}}",
            "{iscsi: {targetPortal: '10.0.0.1:3260', iqn: 'iqn.2001-04.com.example:disk1', lun: 0}}",
            "{glusterfs: {endpoints: e, path: p}}",
            "{rbd: {monitors: [m], image: i}}",
            "{flexVolume: {driver: example.com/d}}",
            "{cinder: {volumeID: x}}",
            "{cephfs: {monitors: [m]}}",
            "{flocker: {datasetName: x}}",
            "{fc: {targetWWNs: ['500a0982991b8dc5'], lun: 1}}",
            "{azureFile: {secretName: s, shareName: n}}",
            "{vsphereVolume: {volumePath: p}}",
            "{quobyte: {registry: 'r:1', volume: v}}",
            "{azureDisk: {diskName: n, diskURI: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/disks/n', kind: Managed}}",
            "{portworxVolume: {volumeID: x}}",
            "{photonPersistentDisk: {pdID: x}}",
            "{scaleIO: {gateway: g, system: s, secretRef: {name: x}, volumeName: v}}",
            "{storageos: {volumeName: v}}");

    private PodValues() {}
}
