package io.jenkins.plugins.deployworkload.report;

import hudson.Extension;
import hudson.model.Api;
import hudson.model.RootAction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Shows what the jobs that the user may see have deployed, cluster by cluster. */
@Extension
@ExportedBean
public final class OverviewAction implements RootAction {

    /** The limit of applications on the page. */
    private static final int MAX_ROWS = 500;

    private final Overview overview = new Overview();

    /** The newest deploy of each application. */
    @Exported
    public List<DeployRow> getDeployments() {
        return overview.rows().limit(MAX_ROWS).toList();
    }

    /** A cluster on the page. */
    public record ClusterSection(String name, List<DeployRow> rows) {

        public String getName() {
            return name;
        }

        public List<DeployRow> getRows() {
            return rows;
        }
    }

    public List<ClusterSection> getClusters() {
        Map<String, List<DeployRow>> clusters = getDeployments().stream()
                .collect(Collectors.groupingBy(DeployRow::getCluster, LinkedHashMap::new, Collectors.toList()));
        return clusters.entrySet().stream()
                .map(cluster -> new ClusterSection(cluster.getKey(), cluster.getValue()))
                .toList();
    }

    /** The limit of applications, for a note on the page; {@code null} if the page shows all. */
    public Integer getLimit() {
        return overview.rows().skip(MAX_ROWS).findFirst().isPresent() ? MAX_ROWS : null;
    }

    /** {@code /api/json} of the page. */
    public Api getApi() {
        return new Api(this);
    }

    /** The icon of the link; {@code null} for no link if there is nothing that the user may see. */
    @Override
    public String getIconFileName() {
        return overview.hasRows() ? "symbol-cube" : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.JobDeploymentsAction_displayName();
    }

    @Override
    public String getUrlName() {
        return "workload-deployments";
    }
}
