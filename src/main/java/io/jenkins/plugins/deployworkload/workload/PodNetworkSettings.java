package io.jenkins.plugins.deployworkload.workload;

import io.jenkins.plugins.deployworkload.workload.binding.Duplicates;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.pod.network.DnsPolicy;
import io.jenkins.plugins.deployworkload.workload.pod.network.HostAlias;
import io.jenkins.plugins.deployworkload.workload.pod.network.PodDnsConfig;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/** Pod-level settings of a workload: name resolution and the namespaces of the node. */
public abstract class PodNetworkSettings extends PodSettings {

    private Boolean automountServiceAccountToken;

    private Boolean hostNetwork;

    private Boolean hostPID;

    private Boolean hostIPC;

    private Boolean shareProcessNamespace;

    @Text(TextRule.DNS_LABEL)
    private String subdomain;

    private Boolean enableServiceLinks;

    private DnsPolicy dnsPolicy;

    private PodDnsConfig dnsConfig;

    private List<HostAlias> hostAliases;

    PodNetworkSettings(String name) {
        super(name);
    }

    public Boolean getAutomountServiceAccountToken() {
        return automountServiceAccountToken;
    }

    @DataBoundSetter
    public void setAutomountServiceAccountToken(Boolean automountServiceAccountToken) {
        this.automountServiceAccountToken = automountServiceAccountToken;
    }

    public Boolean getHostNetwork() {
        return hostNetwork;
    }

    @DataBoundSetter
    public void setHostNetwork(Boolean hostNetwork) {
        this.hostNetwork = hostNetwork;
    }

    public Boolean getHostPID() {
        return hostPID;
    }

    @DataBoundSetter
    public void setHostPID(Boolean hostPID) {
        this.hostPID = hostPID;
    }

    public Boolean getHostIPC() {
        return hostIPC;
    }

    @DataBoundSetter
    public void setHostIPC(Boolean hostIPC) {
        this.hostIPC = hostIPC;
    }

    public Boolean getShareProcessNamespace() {
        return shareProcessNamespace;
    }

    @DataBoundSetter
    public void setShareProcessNamespace(Boolean shareProcessNamespace) {
        this.shareProcessNamespace = shareProcessNamespace;
    }

    public String getSubdomain() {
        return subdomain;
    }

    @DataBoundSetter
    public void setSubdomain(String subdomain) {
        this.subdomain = subdomain;
    }

    public Boolean getEnableServiceLinks() {
        return enableServiceLinks;
    }

    @DataBoundSetter
    public void setEnableServiceLinks(Boolean enableServiceLinks) {
        this.enableServiceLinks = enableServiceLinks;
    }

    public DnsPolicy getDnsPolicy() {
        return dnsPolicy;
    }

    @DataBoundSetter
    public void setDnsPolicy(DnsPolicy dnsPolicy) {
        this.dnsPolicy = dnsPolicy;
    }

    public PodDnsConfig getDnsConfig() {
        return dnsConfig;
    }

    @DataBoundSetter
    public void setDnsConfig(PodDnsConfig dnsConfig) {
        this.dnsConfig = dnsConfig;
    }

    public List<HostAlias> getHostAliases() {
        return hostAliases == null ? List.of() : hostAliases;
    }

    @DataBoundSetter
    public void setHostAliases(List<HostAlias> hostAliases) {
        this.hostAliases = new ArrayList<>(hostAliases);
    }

    @Override
    public void check(ValidationContext context) {
        super.check(context);
        // The IP address is the key of the list in server-side apply.
        Duplicates.check(getHostAliases(), HostAlias::getIp, "hostAliases", "ip", context);
    }
}
