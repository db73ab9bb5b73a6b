package io.jenkins.plugins.deployworkload.workload.pod;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestedValues;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** An additional network of the pods. A NetworkAttachmentDefinition of Multus defines the network. */
public class NetworkAttachment implements Describable<NetworkAttachment>, Section {

    /** The annotation of pods in which Multus finds the networks. */
    public static final String ANNOTATION = "k8s.v1.cni.cncf.io/networks";

    @Text(TextRule.DNS_SUBDOMAIN)
    @SuggestedValues(SuggestionKind.NETWORK)
    private final String name;

    @Text(TextRule.DNS_LABEL)
    private String namespace;

    @Named("interface")
    @Text(TextRule.INTERFACE)
    private String interfaceName;

    @DataBoundConstructor
    public NetworkAttachment(String name) {
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
    public static class DescriptorImpl extends SectionDescriptor<NetworkAttachment> {
        @Override
        public String getDisplayName() {
            return Messages.NetworkAttachment_DisplayName();
        }
    }
}
