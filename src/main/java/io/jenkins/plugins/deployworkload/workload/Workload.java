package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Duplicates;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.container.Container;
import io.jenkins.plugins.deployworkload.workload.container.InitContainer;
import io.jenkins.plugins.deployworkload.workload.controller.Controller;
import io.jenkins.plugins.deployworkload.workload.controller.StatefulSet;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import io.jenkins.plugins.deployworkload.workload.rules.ControllerRules;
import io.jenkins.plugins.deployworkload.workload.rules.PodRules;
import io.jenkins.plugins.deployworkload.workload.rules.PodSettingsRules;
import io.jenkins.plugins.deployworkload.workload.rules.ServiceRules;
import io.jenkins.plugins.deployworkload.workload.rules.WorkloadSections;
import io.jenkins.plugins.deployworkload.workload.service.Service;
import io.jenkins.plugins.deployworkload.workload.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * The description of a workload: the sections that all workload types share, and the {@link Controller} section of its
 * type.
 */
public class Workload extends ObjectSettings implements Describable<Workload>, WorkloadSections {

    private final Controller controller;

    private List<InitContainer> initContainers;

    private final List<Container> containers;

    private List<Volume> volumes;

    private Service service;

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

    @Override
    public Service getService() {
        return service;
    }

    @DataBoundSetter
    public void setService(Service service) {
        this.service = service;
    }

    /**
     * Whether the workload has a Service. A StatefulSet always has a Service, even without a service section, because
     * its pods get their DNS names from the Service.
     */
    @Override
    public boolean hasService() {
        return service != null || controller instanceof StatefulSet;
    }

    @Override
    public boolean headless() {
        return controller != null && controller.headless();
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
    }
}
