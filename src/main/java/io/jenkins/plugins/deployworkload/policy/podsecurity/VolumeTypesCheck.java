package io.jenkins.plugins.deployworkload.policy.podsecurity;

import io.fabric8.kubernetes.api.model.Volume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Which types of volumes a pod may have. A volume without a type is allowed: the API server makes it an emptyDir. */
final class VolumeTypesCheck {

    private static final List<String> ALLOWED = List.of(
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "image",
            "persistentVolumeClaim",
            "projected",
            "secret");

    private static final Map<String, Function<Volume, Object>> FORBIDDEN = new LinkedHashMap<>();

    static {
        FORBIDDEN.put("hostPath", Volume::getHostPath);
        FORBIDDEN.put("awsElasticBlockStore", Volume::getAwsElasticBlockStore);
        FORBIDDEN.put("azureDisk", Volume::getAzureDisk);
        FORBIDDEN.put("azureFile", Volume::getAzureFile);
        FORBIDDEN.put("cephfs", Volume::getCephfs);
        FORBIDDEN.put("cinder", Volume::getCinder);
        FORBIDDEN.put("fc", Volume::getFc);
        FORBIDDEN.put("flexVolume", Volume::getFlexVolume);
        FORBIDDEN.put("flocker", Volume::getFlocker);
        FORBIDDEN.put("gcePersistentDisk", Volume::getGcePersistentDisk);
        FORBIDDEN.put("gitRepo", Volume::getGitRepo);
        FORBIDDEN.put("glusterfs", Volume::getGlusterfs);
        FORBIDDEN.put("iscsi", Volume::getIscsi);
        FORBIDDEN.put("nfs", Volume::getNfs);
        FORBIDDEN.put("photonPersistentDisk", Volume::getPhotonPersistentDisk);
        FORBIDDEN.put("portworxVolume", Volume::getPortworxVolume);
        FORBIDDEN.put("quobyte", Volume::getQuobyte);
        FORBIDDEN.put("rbd", Volume::getRbd);
        FORBIDDEN.put("scaleIO", Volume::getScaleIO);
        FORBIDDEN.put("storageos", Volume::getStorageos);
        FORBIDDEN.put("vsphereVolume", Volume::getVsphereVolume);
    }

    private VolumeTypesCheck() {}

    static void baseline(CheckedPod pod, PodSecurityCheck.Report report) {
        List<Volume> volumes = volumes(pod);
        for (int i = 0; i < volumes.size(); i++) {
            if (volumes.get(i).getHostPath() != null) {
                report.add(path(i, volumes.get(i)) + ".hostPath", Messages.VolumeTypesCheck_hostPath());
            }
        }
    }

    static void restricted(CheckedPod pod, PodSecurityCheck.Report report) {
        List<Volume> volumes = volumes(pod);
        for (int i = 0; i < volumes.size(); i++) {
            String path = path(i, volumes.get(i));
            Volume volume = volumes.get(i);
            FORBIDDEN.forEach((type, source) -> {
                if (source.apply(volume) != null) {
                    report.add(path + "." + type, notAllowed());
                }
            });
            // A type that the Kubernetes model does not know is newer than the checks, which therefore forbid it.
            volume.getAdditionalProperties()
                    .keySet()
                    .forEach(type -> report.add(path + "." + ViolationText.printable(type), notAllowed()));
        }
    }

    private static String notAllowed() {
        return Messages.VolumeTypesCheck_type(String.join(", ", ALLOWED));
    }

    private static List<Volume> volumes(CheckedPod pod) {
        return CheckedPod.elements(pod.spec().getVolumes(), Volume::new);
    }

    private static String path(int position, Volume volume) {
        return CheckedPod.path("spec.volumes", position, volume.getName());
    }
}
