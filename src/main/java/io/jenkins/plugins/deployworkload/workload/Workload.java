package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.deployworkload.workload.binding.Duplicates;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.EarlierSingle;
import io.jenkins.plugins.deployworkload.workload.container.Container;
import io.jenkins.plugins.deployworkload.workload.container.InitContainer;
import io.jenkins.plugins.deployworkload.workload.controller.Controller;
import io.jenkins.plugins.deployworkload.workload.disruption.PodDisruptionBudget;
import io.jenkins.plugins.deployworkload.workload.form.FormAccess;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import io.jenkins.plugins.deployworkload.workload.rules.ControllerRules;
import io.jenkins.plugins.deployworkload.workload.rules.PodRules;
import io.jenkins.plugins.deployworkload.workload.rules.PodSettingsRules;
import io.jenkins.plugins.deployworkload.workload.rules.RawObjectRules;
import io.jenkins.plugins.deployworkload.workload.rules.ServiceRules;
import io.jenkins.plugins.deployworkload.workload.rules.WorkloadSections;
import io.jenkins.plugins.deployworkload.workload.service.Service;
import io.jenkins.plugins.deployworkload.workload.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The description of a workload: the sections that all workload types share, and the {@link Controller} section of its
 * type.
 */
public class Workload extends ObjectSettings implements Describable<Workload>, WorkloadSections {

    private final Controller controller;

    private List<InitContainer> initContainers;

    private final List<Container> containers;

    private List<Volume> volumes;

    /** The earlier form of {@link #services}. Read from stored configurations, but not written. */
    private transient Service service;

    @EarlierSingle("service")
    private List<Service> services;

    private PodDisruptionBudget podDisruptionBudget;

    @DataBoundConstructor
    public Workload(String name, Controller controller, List<Container> containers) {
        super(name);
        this.controller = controller;
        this.containers = containers == null ? List.of() : new ArrayList<>(containers);
    }

    @Override
    public Controller getController() {
        return controller;
    }

    @Override
    public List<InitContainer> getInitContainers() {
        return initContainers == null ? List.of() : initContainers;
    }

    @DataBoundSetter
    public void setInitContainers(List<InitContainer> initContainers) {
        this.initContainers = new ArrayList<>(initContainers);
    }

    @Override
    public List<Container> getContainers() {
        return containers;
    }

    @Override
    public List<Volume> getVolumes() {
        return volumes == null ? List.of() : volumes;
    }

    @DataBoundSetter
    public void setVolumes(List<Volume> volumes) {
        this.volumes = new ArrayList<>(volumes);
    }

    private Object readResolve() {
        if (service != null) {
            services = new ArrayList<>(List.of(service));
            service = null;
        }
        return this;
    }

    @Override
    public List<Service> getServices() {
        return services == null ? List.of() : services;
    }

    @DataBoundSetter
    public void setServices(List<Service> services) {
        this.services = new ArrayList<>(services);
    }

    @Override
    public PodDisruptionBudget getPodDisruptionBudget() {
        return podDisruptionBudget;
    }

    @DataBoundSetter
    public void setPodDisruptionBudget(PodDisruptionBudget podDisruptionBudget) {
        this.podDisruptionBudget = podDisruptionBudget;
    }

    @Override
    public void check(ValidationContext context) {
        super.check(context);
        Duplicates.check(getVolumes(), Volume::getName, "volumes", "name", context);
        ControllerRules.check(this, context);
        new PodRules(this, context).check();
        new PodSettingsRules(this, context).check();
        new ServiceRules(this, context).check();
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Workload> {
        @Override
        public String getDisplayName() {
            return Messages.Workload_DisplayName();
        }

        /** Warns of a further object that is a Secret with values, because the job stores them in clear. */
        @POST
        public FormValidation doCheckObjects(@AncestorInPath Item item, @QueryParameter String value) {
            boolean hasValues = FormAccess.mayRead(item)
                    && value != null
                    && RawObjectRules.secretsWithValues(List.of(value))
                            .findAny()
                            .isPresent();
            return hasValues ? FormValidation.warning(Messages.Workload_SecretInClear()) : FormValidation.ok();
        }
    }
}
