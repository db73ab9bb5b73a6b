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
import io.jenkins.plugins.deployworkload.workload.rules.PodRules;
import io.jenkins.plugins.deployworkload.workload.rules.ServiceRules;
import io.jenkins.plugins.deployworkload.workload.service.Service;
import io.jenkins.plugins.deployworkload.workload.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A workload as a person describes it: what all types share, and a {@link Controller} with what is its type's own. */
public class Workload extends PodSettings implements Describable<Workload> {

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

    public Controller getController() {
        return controller;
    }

    public List<InitContainer> getInitContainers() {
        return initContainers == null ? List.of() : initContainers;
    }

    @DataBoundSetter
    public void setInitContainers(List<InitContainer> initContainers) {
        this.initContainers = new ArrayList<>(initContainers);
    }

    public List<Container> getContainers() {
        return containers;
    }

    public List<Volume> getVolumes() {
        return volumes == null ? List.of() : volumes;
    }

    @DataBoundSetter
    public void setVolumes(List<Volume> volumes) {
        this.volumes = new ArrayList<>(volumes);
    }

    public Service getService() {
        return service;
    }

    @DataBoundSetter
    public void setService(Service service) {
        this.service = service;
    }

    /** Whether there is a Service: a StatefulSet always needs one, which names its pods. */
    public boolean hasService() {
        return service != null || controller instanceof StatefulSet;
    }

    /** Whether the Service, where there is one, names each pod instead of spreading requests over them. */
    public boolean headless() {
        return controller != null && controller.headless();
    }

    @Override
    public void check(ValidationContext report) {
        super.check(report);
        Duplicates.check(getVolumes(), Volume::getName, "volumes", "name", report);
        if (controller != null) {
            controller.checkWorkload(this, report);
        }
        new PodRules(this, report).check();
        new ServiceRules(this, report).check();
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Workload> {
        @Override
        public String getDisplayName() {
            return Messages.Workload_DisplayName();
        }
    }
}
