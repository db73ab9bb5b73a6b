package io.jenkins.plugins.deployworkload.workload.service;

import io.jenkins.plugins.deployworkload.workload.binding.Duplicates;
import io.jenkins.plugins.deployworkload.workload.binding.OwnKeys;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.OptionalTexts;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** The properties of a Service that do not depend on its type. */
public abstract class ServiceBase implements Section {

    /** The {@code clusterIP} of a headless Service. */
    public static final String HEADLESS = "None";

    @Text(TextRule.DNS_1035_LABEL)
    private String name;

    private ServiceType type;

    @Text(TextRule.CLUSTER_IP)
    private String clusterIP;

    @Text(keys = TextRule.QUALIFIED_NAME, value = TextRule.LABEL_VALUE)
    private Map<String, String> labels;

    @Text(keys = TextRule.QUALIFIED_NAME)
    private Map<String, String> annotations;

    private SessionAffinity sessionAffinity;

    private List<ServicePort> ports;

    private Boolean publishNotReadyAddresses;

    public String getName() {
        return name;
    }

    @DataBoundSetter
    public void setName(String name) {
        this.name = OptionalTexts.emptyToNull(name);
    }

    public ServiceType getType() {
        return type;
    }

    @DataBoundSetter
    public void setType(ServiceType type) {
        this.type = type;
    }

    public String getClusterIP() {
        return clusterIP;
    }

    @DataBoundSetter
    public void setClusterIP(String clusterIP) {
        this.clusterIP = OptionalTexts.emptyToNull(clusterIP);
    }

    public Map<String, String> getLabels() {
        return labels == null ? Map.of() : labels;
    }

    @DataBoundSetter
    public void setLabels(Map<String, String> labels) {
        this.labels = new LinkedHashMap<>(labels);
    }

    public Map<String, String> getAnnotations() {
        return annotations == null ? Map.of() : annotations;
    }

    @DataBoundSetter
    public void setAnnotations(Map<String, String> annotations) {
        this.annotations = new LinkedHashMap<>(annotations);
    }

    public SessionAffinity getSessionAffinity() {
        return sessionAffinity;
    }

    @DataBoundSetter
    public void setSessionAffinity(SessionAffinity sessionAffinity) {
        this.sessionAffinity = sessionAffinity;
    }

    public List<ServicePort> getPorts() {
        return ports == null ? List.of() : ports;
    }

    @DataBoundSetter
    public void setPorts(List<ServicePort> ports) {
        this.ports = new ArrayList<>(ports);
    }

    public Boolean getPublishNotReadyAddresses() {
        return publishNotReadyAddresses;
    }

    @DataBoundSetter
    public void setPublishNotReadyAddresses(Boolean publishNotReadyAddresses) {
        this.publishNotReadyAddresses = publishNotReadyAddresses;
    }

    /** Whether the Service gives each pod a DNS name and does no load balancing. */
    public boolean headless(boolean byDefault) {
        return clusterIP == null ? type == null && byDefault : HEADLESS.equals(clusterIP);
    }

    /** The type, or the default of the Kubernetes API. */
    public ServiceType typeOrDefault() {
        return type == null ? ServiceType.ClusterIP : type;
    }

    /** The name, or the name of the workload. */
    public String nameOr(String workloadName) {
        return name == null ? workloadName : name;
    }

    @Override
    public void check(ValidationContext context) {
        OwnKeys.check(getLabels(), "labels", context);
        OwnKeys.check(getAnnotations(), "annotations", context);
        List<ServicePort> servicePorts = getPorts();
        Duplicates.check(servicePorts, ServicePort::getName, "ports", "name", context);
        Duplicates.check(servicePorts, ServicePort::key, "ports", "port", context);
        Duplicates.check(servicePorts, ServicePort::nodePortKey, "ports", "nodePort", context);
        if (servicePorts.size() > 1) {
            for (int i = 0; i < servicePorts.size(); i++) {
                if (servicePorts.get(i) != null && isEmpty(servicePorts.get(i).getName())) {
                    context.addProblem("ports[" + i + "].name", Messages.Service_PortNameRequired());
                }
            }
        }
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }
}
