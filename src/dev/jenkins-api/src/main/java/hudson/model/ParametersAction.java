package hudson.model;

public class ParametersAction implements Action {
    ParametersAction() {}

    public native ParameterValue getParameter(String name);

    @Override
    public native String getIconFileName();

    @Override
    public native String getDisplayName();

    @Override
    public native String getUrlName();
}
