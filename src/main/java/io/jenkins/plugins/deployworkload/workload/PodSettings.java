package io.jenkins.plugins.deployworkload.workload;

import io.jenkins.plugins.deployworkload.workload.binding.Offer;
import io.jenkins.plugins.deployworkload.workload.binding.Offers;
import io.jenkins.plugins.deployworkload.workload.binding.Range;
import io.jenkins.plugins.deployworkload.workload.binding.Report;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** Where and how the pods of a workload run. */
public abstract class PodSettings extends BasicInformation {

    @Text(TextRule.DNS_SUBDOMAIN)
    @Offers(Offer.SECRET)
    private List<String> imagePullSecrets;

    @Text(TextRule.DNS_LABEL)
    private String hostname;

    @Range
    private Long terminationGracePeriodSeconds;

    @Text(keys = TextRule.QUALIFIED_NAME, value = TextRule.LABEL_VALUE)
    @Offers(keys = Offer.NODE_LABEL, value = Offer.NODE_LABEL_VALUE)
    private Map<String, String> nodeSelector;

    @Text(TextRule.DNS_SUBDOMAIN)
    @Offers(Offer.SERVICE_ACCOUNT)
    private String serviceAccountName;

    private List<Toleration> tolerations;

    private Affinity affinity;

    private PodSecurity securityContext;

    private List<Network> networks;

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

    public PodSecurity getSecurityContext() {
        return securityContext;
    }

    @DataBoundSetter
    public void setSecurityContext(PodSecurity securityContext) {
        this.securityContext = securityContext;
    }

    public List<Network> getNetworks() {
        return networks == null ? List.of() : networks;
    }

    @DataBoundSetter
    public void setNetworks(List<Network> networks) {
        this.networks = new ArrayList<>(networks);
    }

    @Override
    public void check(Report report) {
        super.check(report);
        Unique.check(getImagePullSecrets(), secret -> secret, "imagePullSecrets", "", report);
        Unique.check(getNetworks(), Network::getInterface, "networks", "interface", report);
    }
}
