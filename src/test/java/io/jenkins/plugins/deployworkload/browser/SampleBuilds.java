package io.jenkins.plugins.deployworkload.browser;

import hudson.model.Queue;
import hudson.model.Result;
import io.jenkins.plugins.deployworkload.report.DeployedImage;
import io.jenkins.plugins.deployworkload.report.DeploymentsAction;
import io.jenkins.plugins.deployworkload.testing.JenkinsSetup;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * Makes a build in each {@link DeployState}, with real deploys to the control plane. Each state has a job of its own. Runs
 * in the process of Jenkins.
 */
final class SampleBuilds {

    /** Pods with this annotation cannot start. */
    private static final String FAILING = ", podAnnotations: ['deploy-workload.test/failure': 'image-invalid']";

    private static final String NEVER_AVAILABLE = ", controller: [deployment: [minReadySeconds: 500]]";

    private static final String DEPLOYMENT = ", controller: [deployment: [replicas: 1]]";

    /** The name of a job with two healthy revisions, of the builds 1 and 2. The second one is active. */
    static final String REDEPLOYED = "page-again";

    private static final String WAITS = "waiting until they are healthy";

    private final Map<DeployState, WorkflowRun> builds = new EnumMap<>(DeployState.class);
    private final JenkinsRule jenkins;

    private SampleBuilds(JenkinsRule jenkins) {
        this.jenkins = jenkins;
    }

    /**
     * @param selector the nodeSelector of pods that stay pending, as Groovy
     * @return the addresses of the builds below the root of Jenkins
     */
    static HashMap<DeployState, String> make(
            JenkinsRule jenkins, String server, String caCertificate, String token, String selector) throws Exception {
        JenkinsSetup.configure(server, caCertificate, token, "**");
        SampleBuilds samples = new SampleBuilds(jenkins);
        samples.run(selector);
        HashMap<DeployState, String> addresses = new HashMap<>();
        samples.builds.forEach((state, build) -> addresses.put(state, build.getUrl()));
        return addresses;
    }

    /** Waits for the end of the build that waits. */
    static void awaitHealthy(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = jenkins.jenkins.getItemByFullName(DeployState.WAITING.jobName(), WorkflowJob.class);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(job.getLastBuild()));
    }

    /**
     * Waits for a build of the job {@link #REDEPLOYED}.
     *
     * @return the images that it has deployed
     */
    static ArrayList<String> awaitRedeployed(JenkinsRule jenkins, int build) throws Exception {
        WorkflowJob job = jenkins.jenkins.getItemByFullName(REDEPLOYED, WorkflowJob.class);
        // An item leaves the queue before its build exists.
        Queue queue = jenkins.jenkins.getQueue();
        List<Queue.Item> items = new ArrayList<>(List.of(queue.getItems()));
        items.addAll(queue.getLeftItems());
        for (Queue.Item item : items) {
            if (item.task == job) {
                item.getFuture().waitForStart();
            }
        }
        WorkflowRun redeployed =
                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(job.getBuildByNumber(build)));
        return new ArrayList<>(DeploymentsAction.images(redeployed).stream()
                .map(DeployedImage::getImage)
                .toList());
    }

    /** The builds of different jobs run beside each other. */
    private void run(String selector) throws Exception {
        WorkflowRun rolledBackFirst = start(DeployState.ROLLED_BACK, "", DEPLOYMENT, "nginx:1.27");
        WorkflowRun dryRunFirst = start(DeployState.DRY_RUN, "", DEPLOYMENT, "nginx:1.27");
        WorkflowRun failed = start(DeployState.FAILED, "", DEPLOYMENT + FAILING, DeployState.failingImage());
        WorkflowRun waiting = start(DeployState.WAITING, "", DEPLOYMENT + ", nodeSelector: " + selector, "nginx:1.27");
        WorkflowRun aborted = start(DeployState.ABORTED, "", NEVER_AVAILABLE, "nginx:1.27");
        WorkflowRun superseded = start(DeployState.SUPERSEDED, "", NEVER_AVAILABLE, "nginx:1.27");
        WorkflowRun healthy = start(DeployState.HEALTHY, "", DEPLOYMENT, "nginx:1.27");
        WorkflowRun notAwaited = start(DeployState.NOT_AWAITED, "wait: false,", DEPLOYMENT, "nginx:1.27");
        WorkflowRun refused = start(DeployState.REFUSED, "namespace: 'absent-namespace',", DEPLOYMENT, "nginx:1.27");

        WorkflowRun again = start(REDEPLOYED, "", DEPLOYMENT, "nginx:1.27");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(again));
        again = start(REDEPLOYED, "", DEPLOYMENT, "nginx:1.28");

        end(DeployState.ROLLED_BACK, rolledBackFirst, Result.SUCCESS);
        WorkflowRun rolledBack =
                start(DeployState.ROLLED_BACK, "onFailure: 'rollback',", DEPLOYMENT + FAILING, "nginx:1.28");
        end(DeployState.DRY_RUN, dryRunFirst, Result.SUCCESS);
        WorkflowRun dryRun = start(DeployState.DRY_RUN, "dryRun: true,", DEPLOYMENT, "nginx:1.28");
        jenkins.waitForMessage(WAITS, superseded);
        WorkflowRun superseding = start(DeployState.SUPERSEDED, "", DEPLOYMENT, "nginx:1.28");
        jenkins.waitForMessage(WAITS, aborted);
        aborted.getExecutor().interrupt();
        jenkins.waitForMessage(WAITS, waiting);
        builds.put(DeployState.WAITING, waiting);

        end(DeployState.HEALTHY, healthy, Result.SUCCESS);
        end(DeployState.FAILED, failed, Result.FAILURE);
        end(DeployState.ROLLED_BACK, rolledBack, Result.FAILURE);
        end(DeployState.ABORTED, aborted, Result.ABORTED);
        end(DeployState.SUPERSEDED, superseding, Result.SUCCESS);
        end(DeployState.SUPERSEDED, superseded, Result.FAILURE);
        end(DeployState.NOT_AWAITED, notAwaited, Result.SUCCESS);
        end(DeployState.DRY_RUN, dryRun, Result.SUCCESS);
        end(DeployState.REFUSED, refused, Result.FAILURE);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(again));
    }

    private void end(DeployState state, WorkflowRun build, Result result) throws Exception {
        builds.put(state, jenkins.assertBuildStatus(result, jenkins.waitForCompletion(build)));
    }

    private WorkflowRun start(DeployState state, String options, String pod, String image) throws Exception {
        return start(state.jobName(), options, pod, image);
    }

    private WorkflowRun start(String name, String options, String pod, String image) throws Exception {
        WorkflowJob job = jenkins.jenkins.getItemByFullName(name, WorkflowJob.class);
        if (job == null) {
            job = jenkins.createProject(WorkflowJob.class, name);
        }
        job.setDefinition(new CpsFlowDefinition(
                "deployWorkload cluster: 'prod', %s workload: [name: '%s'%s, containers: [[name: 'app', image: '%s']]]"
                        .formatted(options, name, pod, image),
                true));
        return job.scheduleBuild2(0).waitForStart();
    }
}
