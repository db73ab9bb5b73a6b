package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Named;
import io.jenkins.plugins.deployworkload.workload.binding.Offer;
import io.jenkins.plugins.deployworkload.workload.binding.Offers;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** One more network that the pods are joined to, where the cluster has Multus. */
public class Network implements Describable<Network>, Section {

    @Text(TextRule.DNS_SUBDOMAIN)
    @Offers(Offer.NETWORK)
    private final String name;

    @Text(TextRule.DNS_LABEL)
    private String namespace;

    @Named("interface")
    @Text(TextRule.INTERFACE)
    private String interfaceName;

    @DataBoundConstructor
    public Network(String name) {
        this.name = name;
    }

    public String getName() {
        return name;
    }

    public String getNamespace() {
        return namespace;
    }

    @DataBoundSetter
    public void setNamespace(String namespace) {
        this.namespace = namespace;
    }

    public String getInterface() {
        return interfaceName;
    }

    @DataBoundSetter
    public void setInterface(String interfaceName) {
        this.interfaceName = interfaceName;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Network> {
        @Override
        public String getDisplayName() {
            return Messages.Network_DisplayName();
        }
    }
}
