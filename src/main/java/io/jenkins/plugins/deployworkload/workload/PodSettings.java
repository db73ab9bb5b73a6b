package io.jenkins.plugins.deployworkload.workload;

import io.jenkins.plugins.deployworkload.workload.binding.Duplicates;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestedValues;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.pod.Affinity;
import io.jenkins.plugins.deployworkload.workload.pod.NetworkAttachment;
import io.jenkins.plugins.deployworkload.workload.pod.PodSecurityContext;
import io.jenkins.plugins.deployworkload.workload.pod.Toleration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** Pod-level settings of a workload: scheduling, service account, security context and additional networks. */
public abstract class PodSettings extends BasicInformation {

    @Text(TextRule.DNS_SUBDOMAIN)
    @SuggestedValues(SuggestionKind.SECRET)
    private List<String> imagePullSecrets;

    @Text(TextRule.DNS_LABEL)
    private String hostname;

    @Range
    private Long terminationGracePeriodSeconds;

    @Text(keys = TextRule.QUALIFIED_NAME, value = TextRule.LABEL_VALUE)
    @SuggestedValues(keys = SuggestionKind.NODE_LABEL, value = SuggestionKind.NODE_LABEL_VALUE)
    private Map<String, String> nodeSelector;

    @Text(TextRule.DNS_SUBDOMAIN)
    @SuggestedValues(SuggestionKind.SERVICE_ACCOUNT)
    private String serviceAccountName;

    private List<Toleration> tolerations;

    private Affinity affinity;

    private PodSecurityContext securityContext;

    private List<NetworkAttachment> networks;

    PodSettings(String name) {
        super(name);
    }

    public List<String> getImagePullSecrets() {
        return imagePullSecrets == null ? List.of() : imagePullSecrets;
    }

    @DataBoundSetter
    public void setImagePullSecrets(List<String> imagePullSecrets) {
        this.imagePullSecrets = new ArrayList<>(imagePullSecrets);
    }

    public String getHostname() {
        return hostname;
    }

    @DataBoundSetter
    public void setHostname(String hostname) {
        this.hostname = hostname;
    }

    public Long getTerminationGracePeriodSeconds() {
        return terminationGracePeriodSeconds;
    }

    @DataBoundSetter
    public void setTerminationGracePeriodSeconds(Long terminationGracePeriodSeconds) {
        this.terminationGracePeriodSeconds = terminationGracePeriodSeconds;
    }

    public Map<String, String> getNodeSelector() {
        return nodeSelector == null ? Map.of() : nodeSelector;
    }

    @DataBoundSetter
    public void setNodeSelector(Map<String, String> nodeSelector) {
        this.nodeSelector = new LinkedHashMap<>(nodeSelector);
    }

    public String getServiceAccountName() {
        return serviceAccountName;
    }

    @DataBoundSetter
    public void setServiceAccountName(String serviceAccountName) {
        this.serviceAccountName = serviceAccountName;
    }

    public List<Toleration> getTolerations() {
        return tolerations == null ? List.of() : tolerations;
    }

    @DataBoundSetter
    public void setTolerations(List<Toleration> tolerations) {
        this.tolerations = new ArrayList<>(tolerations);
    }

    public Affinity getAffinity() {
        return affinity;
    }

    @DataBoundSetter
    public void setAffinity(Affinity affinity) {
        this.affinity = affinity;
    }

    public PodSecurityContext getSecurityContext() {
        return securityContext;
    }

    @DataBoundSetter
    public void setSecurityContext(PodSecurityContext securityContext) {
        this.securityContext = securityContext;
    }

    public List<NetworkAttachment> getNetworks() {
        return networks == null ? List.of() : networks;
    }

    @DataBoundSetter
    public void setNetworks(List<NetworkAttachment> networks) {
        this.networks = new ArrayList<>(networks);
    }

    @Override
    public void check(ValidationContext context) {
        super.check(context);
        Duplicates.check(getImagePullSecrets(), secret -> secret, "imagePullSecrets", "", context);
        Duplicates.check(getNetworks(), NetworkAttachment::getInterface, "networks", "interface", context);
    }
}
