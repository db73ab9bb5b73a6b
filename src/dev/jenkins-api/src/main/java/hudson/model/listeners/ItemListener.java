package hudson.model.listeners;

public class ItemListener {
    public ItemListener() {}

    public void onBeforeShutdown() {}
}
