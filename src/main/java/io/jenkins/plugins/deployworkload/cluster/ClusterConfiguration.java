package io.jenkins.plugins.deployworkload.cluster;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.util.Secret;
import io.jenkins.plugins.deployworkload.cluster.registries.ConfiguredRegistries;
import io.jenkins.plugins.deployworkload.cluster.registries.ContainerRegistry;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.Validator;
import io.jenkins.plugins.deployworkload.workload.form.FormBinder;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** The clusters in the global configuration of Jenkins. */
@Extension
@Symbol("deployWorkload")
public final class ClusterConfiguration extends GlobalConfiguration implements ConfiguredRegistries {

    /** The minimum length of a revision key in bytes, as the deployment engine requires it. */
    private static final int MIN_KEY_BYTES = 32;

    /**
     * The list is never modified. Saving the configuration replaces the list, because builds may read the old list at
     * the same time.
     */
    private volatile List<Cluster> clusters = new ArrayList<>();

    /** Replaced like the clusters; {@code null} if the stored configuration has none. */
    private volatile List<ContainerRegistry> registries;

    private volatile Secret revisionKey;

    /** {@code null} for the default, which is {@code true}. */
    private volatile Boolean publishChecks;

    public ClusterConfiguration() {
        load();
    }

    public static ClusterConfiguration get() {
        return ExtensionList.lookupSingleton(ClusterConfiguration.class);
    }

    @Override
    public String getDisplayName() {
        return Messages.ClusterConfiguration_DisplayName();
    }

    /** Returns copies, so that callers cannot change the configuration. */
    public List<Cluster> getClusters() {
        return clusters.stream().map(Cluster::copy).toList();
    }

    /**
     * @throws IllegalArgumentException if a cluster is invalid. The exception's message lists all problems, and no
     *     cluster is saved
     */
    @DataBoundSetter
    public void setClusters(List<Cluster> clusters) {
        List<Cluster> migrated = clusters.stream().map(Cluster::migrated).toList();
        Submitted submitted = new Submitted();
        submitted.setClusters(migrated);
        Problems problems = new Problems();
        for (int i = 0; i < clusters.size(); i++) {
            if (clusters.get(i).hasEarlierProperties()
                    && !clusters.get(i).getAccessRules().isEmpty()) {
                problems.add("clusters[" + i + "].accessRules", Messages.ClusterConfiguration_TwoForms());
            }
        }
        check(submitted, problems);
        this.clusters = new ArrayList<>(migrated);
        save();
    }

    private static void check(Submitted submitted, Problems problems) {
        Validator.check(submitted, "", problems);
        try {
            problems.throwIfAny();
        } catch (InvalidDescriptionException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public List<ContainerRegistry> getRegistries() {
        List<ContainerRegistry> current = registries;
        return current == null
                ? List.of()
                : current.stream().map(ContainerRegistry::copy).toList();
    }

    /**
     * @throws IllegalArgumentException if a registry is invalid. The exception's message lists all problems, and no
     *     registry is saved
     */
    @DataBoundSetter
    public void setRegistries(List<ContainerRegistry> registries) {
        Submitted submitted = new Submitted();
        submitted.setRegistries(registries);
        check(submitted, new Problems());
        this.registries = registries.isEmpty()
                ? null
                : new ArrayList<>(
                        registries.stream().map(ContainerRegistry::copy).toList());
        save();
    }

    /** The key that protects stored revisions; {@code null} for a key that the controller has generated. */
    public Secret getRevisionKey() {
        return revisionKey;
    }

    /**
     * @param revisionKey an empty secret means the default
     * @throws IllegalArgumentException if the key is too short; then nothing is saved
     */
    @DataBoundSetter
    public void setRevisionKey(Secret revisionKey) {
        String text = Secret.toString(revisionKey).strip();
        if (isTooShort(text)) {
            throw new IllegalArgumentException(Messages.ClusterConfiguration_ShortRevisionKey(MIN_KEY_BYTES));
        }
        this.revisionKey = text.isEmpty() ? null : revisionKey;
        save();
    }

    /** {@code false} if no job publishes checks; {@code null} for the default. */
    public Boolean getPublishChecks() {
        return publishChecks;
    }

    @DataBoundSetter
    public void setPublishChecks(Boolean publishChecks) {
        this.publishChecks = Boolean.FALSE.equals(publishChecks) ? publishChecks : null;
        save();
    }

    /** Whether the deploys of all jobs publish checks. If so, a step can still publish none. The form calls this method. */
    public boolean publishesChecks() {
        return !Boolean.FALSE.equals(publishChecks);
    }

    private static boolean isTooShort(String key) {
        return !key.isEmpty() && key.getBytes(StandardCharsets.UTF_8).length < MIN_KEY_BYTES;
    }

    public Optional<Cluster> findCluster(String name) {
        return getClusters().stream().filter(c -> c.getName().equals(name)).findFirst();
    }

    @Override
    public boolean configure(StaplerRequest2 req, JSONObject form) throws FormException {
        try {
            Submitted submitted = FormBinder.bind(form, Submitted.class);
            setClusters(submitted.getClusters());
            setRegistries(submitted.getRegistries());
            setRevisionKey(Secret.fromString(submitted.getRevisionKey()));
            setPublishChecks(submitted.getPublishChecks());
            return true;
        } catch (InvalidDescriptionException e) {
            throw SectionDescriptor.formException(e);
        }
    }

    /** The submitted form. If one cluster or registry is invalid, the form is refused. */
    public static class Submitted implements Section {
        private List<Cluster> clusters;
        private List<ContainerRegistry> registries;
        private String revisionKey;
        private Boolean publishChecks;

        @DataBoundConstructor
        public Submitted() {
            // If the submitted form has no clusters, the list stays null.
        }

        public List<Cluster> getClusters() {
            return clusters == null ? List.of() : clusters;
        }

        @DataBoundSetter
        public void setClusters(List<Cluster> clusters) {
            this.clusters = new ArrayList<>(clusters);
        }

        public List<ContainerRegistry> getRegistries() {
            return registries == null ? List.of() : registries;
        }

        @DataBoundSetter
        public void setRegistries(List<ContainerRegistry> registries) {
            this.registries = new ArrayList<>(registries);
        }

        /** The key as text, or in the encrypted form of {@link Secret}. */
        public String getRevisionKey() {
            return revisionKey;
        }

        @DataBoundSetter
        public void setRevisionKey(String revisionKey) {
            this.revisionKey = revisionKey;
        }

        public Boolean getPublishChecks() {
            return publishChecks;
        }

        @DataBoundSetter
        public void setPublishChecks(Boolean publishChecks) {
            this.publishChecks = publishChecks;
        }

        @Override
        public void check(ValidationContext context) {
            if (revisionKey != null
                    && isTooShort(Secret.fromString(revisionKey).getPlainText().strip())) {
                context.addProblem("revisionKey", Messages.ClusterConfiguration_ShortRevisionKey(MIN_KEY_BYTES));
            }
            Set<String> names = new HashSet<>();
            for (int i = 0; i < getClusters().size(); i++) {
                if (getClusters().get(i) != null
                        && !names.add(getClusters().get(i).getName())) {
                    context.addProblem(
                            "clusters[" + i + "].name",
                            Messages.Cluster_DuplicateName(getClusters().get(i).getName()));
                }
            }
            Set<String> addresses = new HashSet<>();
            for (int i = 0; i < getRegistries().size(); i++) {
                ContainerRegistry registry = getRegistries().get(i);
                if (registry != null && !addresses.add(registry.normalizedName())) {
                    context.addProblem(
                            "registries[" + i + "].address",
                            Messages.ClusterConfiguration_DuplicateRegistry(registry.normalizedName()));
                }
            }
        }
    }
}
