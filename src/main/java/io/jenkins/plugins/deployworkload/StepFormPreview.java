package io.jenkins.plugins.deployworkload;

import hudson.AbortException;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.deployworkload.preview.ClusterComparison;
import io.jenkins.plugins.deployworkload.preview.StepPreview;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.form.FormChecks;
import java.util.List;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;

/** The answers to a form that shows a preview: the problems of the step, a preview if it is valid, and a comparison. */
final class StepFormPreview {

    private StepFormPreview() {}

    static JSONObject of(Item item, String form) {
        JSONObject answer = new JSONObject();
        try {
            DeployWorkloadStep step = FormChecks.bind(form, DeployWorkloadStep.class);
            answer.put("problems", FormChecks.toJson(StepFormAccess.problems(item, step), false));
            answer.put(
                    "preview",
                    json(StepPreview.of(
                            step, step.getWorkload(), step.getImages(), StepFormAccess.namespace(item, step))));
        } catch (InvalidDescriptionException e) {
            answer.put("problems", FormChecks.toJson(e.problems(), true));
        }
        return answer;
    }

    /** The answer to a user who may not read the configuration of the job. */
    static JSONObject unreadable() {
        JSONObject answer = new JSONObject();
        answer.put("problems", new JSONArray());
        answer.put("preview", preview("", "", "", List.of(Messages.StepFormPreview_unreadable())));
        return answer;
    }

    /** The changes that a deploy of the form would make, or the reason why it cannot be compared. */
    static JSONObject compare(Item item, String form) throws InterruptedException {
        if (!(item instanceof Job<?, ?> job)) {
            return comparison(Messages.StepFormPreview_noJob(), List.of());
        }
        try {
            DeployWorkloadStep step = FormChecks.bind(form, DeployWorkloadStep.class);
            ClusterComparison compared = ClusterComparison.of(job, step.request());
            return comparison(compared.text(), compared.notes());
        } catch (InvalidDescriptionException | AbortException e) {
            return comparison(e.getMessage(), List.of());
        }
    }

    static JSONObject notPermitted() {
        return comparison(Messages.StepFormPreview_notPermitted(), List.of());
    }

    private static JSONObject comparison(String text, List<String> notes) {
        JSONObject json = new JSONObject();
        // With the line break, JSON-lib does not take a text for JSON.
        json.put("text", "\n" + text);
        json.put("notes", notes(notes));
        return json;
    }

    private static JSONObject json(StepPreview preview) {
        return preview(preview.objects(), preview.workload(), preview.step(), preview.notes());
    }

    private static JSONObject preview(String objects, String workload, String step, List<String> notes) {
        JSONObject json = new JSONObject();
        // JSON-lib would parse a text that looks like JSON. None of these texts does.
        json.put("objects", objects);
        json.put("workload", workload);
        json.put("step", step);
        json.put("notes", notes(notes));
        return json;
    }

    private static JSONArray notes(List<String> notes) {
        JSONArray json = new JSONArray();
        json.addAll(notes);
        return json;
    }
}
