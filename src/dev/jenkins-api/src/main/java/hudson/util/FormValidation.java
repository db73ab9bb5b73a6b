package hudson.util;

import hudson.model.Descriptor;
import java.io.IOException;

public abstract class FormValidation extends IOException {
    private static final long serialVersionUID = 1L;

    private FormValidation() {}

    public static native FormValidation ok();

    public static native FormValidation ok(String message);

    public static native FormValidation okWithMarkup(String html);

    public static native FormValidation warning(String message);

    public static native FormValidation error(String message);

    public static class CheckMethod {
        @SuppressWarnings("rawtypes")
        public CheckMethod(Descriptor descriptor, String fieldName) {}

        public native String toStemUrl();

        public native String getDependsOn();
    }
}
