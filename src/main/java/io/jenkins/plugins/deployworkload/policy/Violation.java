package io.jenkins.plugins.deployworkload.policy;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * A field of an object that a rule does not allow.
 *
 * @param object the kind and the name of the object
 * @param field the path of the field in the object
 * @param message what is wrong and what is allowed; it does not repeat the path
 */
record Violation(String object, String field, String message) {

    static Violation of(HasMetadata object, String field, String message) {
        return new Violation(object.getKind() + " " + object.getMetadata().getName(), field, message);
    }

    /** The sentence for users. Names and values come from the job, so the sentence is on one line and bounded. */
    String sentence(String rule) {
        return Printable.of(Messages.Violation_sentence(object, field, message, rule));
    }
}
