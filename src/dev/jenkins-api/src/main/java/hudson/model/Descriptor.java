package hudson.model;

import hudson.util.FormValidation;
import io.jenkins.plugins.deployworkload.signatures.Signature;
import java.util.Map;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;

public abstract class Descriptor<T extends Describable<T>> implements Saveable {
    public final transient Class<? extends T> clazz = Signature.noValue();

    protected Descriptor() {}

    public native String getDisplayName();

    public native String getDescriptorUrl();

    public static native String getCurrentDescriptorByNameUrl();

    public native FormValidation.CheckMethod getCheckMethod(String fieldName);

    public native void calcAutoCompleteSettings(String field, Map<String, Object> attributes);

    public native T newInstance(StaplerRequest2 req, JSONObject formData) throws FormException;

    public native boolean configure(StaplerRequest2 req, JSONObject json) throws FormException;

    @Override
    public synchronized native void save();

    public synchronized native void load();

    public static final class FormException extends Exception {
        private static final long serialVersionUID = 1L;

        public FormException(String message, String formField) {
            super(message);
        }
    }
}
