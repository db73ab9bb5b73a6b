package hudson.model;

import hudson.util.FormValidation;
import io.jenkins.plugins.deployworkload.signatures.Signature;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;

public abstract class Descriptor<T extends Describable<T>> implements Saveable {
    public final transient Class<? extends T> clazz;

    protected Descriptor() {
        throw Signature.only();
    }

    public String getDisplayName() {
        throw Signature.only();
    }

    public String getDescriptorUrl() {
        throw Signature.only();
    }

    public static String getCurrentDescriptorByNameUrl() {
        throw Signature.only();
    }

    public FormValidation.CheckMethod getCheckMethod(String fieldName) {
        throw Signature.only();
    }

    public T newInstance(StaplerRequest2 req, JSONObject formData) throws FormException {
        throw Signature.only();
    }

    public boolean configure(StaplerRequest2 req, JSONObject json) throws FormException {
        throw Signature.only();
    }

    @Override
    public synchronized void save() {
        throw Signature.only();
    }

    public synchronized void load() {
        throw Signature.only();
    }

    public static final class FormException extends Exception {
        private static final long serialVersionUID = 1L;

        public FormException(String message, String formField) {
            super(message);
        }
    }
}
