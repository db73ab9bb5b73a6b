package io.jenkins.plugins.deployworkload.workload.service;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.OptionalTexts;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A Service for the pods of the workload. */
public class Service extends ServiceBase implements Describable<Service> {

    @Text(TextRule.EXTERNAL_NAME)
    private String externalName;

    private TrafficPolicy externalTrafficPolicy;

    private TrafficPolicy internalTrafficPolicy;

    private IpFamilyPolicy ipFamilyPolicy;

    private List<IpFamily> ipFamilies;

    @Text(TextRule.QUALIFIED_NAME)
    private String loadBalancerClass;

    @Text(TextRule.IP)
    private String loadBalancerIP;

    @Text(TextRule.CIDR)
    private List<String> loadBalancerSourceRanges;

    private Boolean allocateLoadBalancerNodePorts;

    @Range(min = 1, max = 65_535)
    private Integer healthCheckNodePort;

    @DataBoundConstructor
    public Service() {
        // All properties are optional.
    }

    public String getExternalName() {
        return externalName;
    }

    @DataBoundSetter
    public void setExternalName(String externalName) {
        this.externalName = OptionalTexts.emptyToNull(externalName);
    }

    public TrafficPolicy getExternalTrafficPolicy() {
        return externalTrafficPolicy;
    }

    @DataBoundSetter
    public void setExternalTrafficPolicy(TrafficPolicy externalTrafficPolicy) {
        this.externalTrafficPolicy = externalTrafficPolicy;
    }

    public TrafficPolicy getInternalTrafficPolicy() {
        return internalTrafficPolicy;
    }

    @DataBoundSetter
    public void setInternalTrafficPolicy(TrafficPolicy internalTrafficPolicy) {
        this.internalTrafficPolicy = internalTrafficPolicy;
    }

    public IpFamilyPolicy getIpFamilyPolicy() {
        return ipFamilyPolicy;
    }

    @DataBoundSetter
    public void setIpFamilyPolicy(IpFamilyPolicy ipFamilyPolicy) {
        this.ipFamilyPolicy = ipFamilyPolicy;
    }

    public List<IpFamily> getIpFamilies() {
        return ipFamilies == null ? List.of() : ipFamilies;
    }

    @DataBoundSetter
    public void setIpFamilies(List<IpFamily> ipFamilies) {
        this.ipFamilies = new ArrayList<>(ipFamilies);
    }

    public String getLoadBalancerClass() {
        return loadBalancerClass;
    }

    @DataBoundSetter
    public void setLoadBalancerClass(String loadBalancerClass) {
        this.loadBalancerClass = OptionalTexts.emptyToNull(loadBalancerClass);
    }

    public String getLoadBalancerIP() {
        return loadBalancerIP;
    }

    @DataBoundSetter
    public void setLoadBalancerIP(String loadBalancerIP) {
        this.loadBalancerIP = OptionalTexts.emptyToNull(loadBalancerIP);
    }

    public List<String> getLoadBalancerSourceRanges() {
        return loadBalancerSourceRanges == null ? List.of() : loadBalancerSourceRanges;
    }

    @DataBoundSetter
    public void setLoadBalancerSourceRanges(List<String> loadBalancerSourceRanges) {
        this.loadBalancerSourceRanges = new ArrayList<>(loadBalancerSourceRanges);
    }

    public Boolean getAllocateLoadBalancerNodePorts() {
        return allocateLoadBalancerNodePorts;
    }

    @DataBoundSetter
    public void setAllocateLoadBalancerNodePorts(Boolean allocateLoadBalancerNodePorts) {
        this.allocateLoadBalancerNodePorts = allocateLoadBalancerNodePorts;
    }

    public Integer getHealthCheckNodePort() {
        return healthCheckNodePort;
    }

    @DataBoundSetter
    public void setHealthCheckNodePort(Integer healthCheckNodePort) {
        this.healthCheckNodePort = healthCheckNodePort;
    }

    @Override
    public void check(ValidationContext context) {
        super.check(context);
        new ServiceTypeRules(this, context).check();
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Service> {
        @Override
        public String getDisplayName() {
            return Messages.Service_DisplayName();
        }
    }
}
