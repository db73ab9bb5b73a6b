package hudson.model.listeners;

import hudson.model.Item;

public class ItemListener {
    public ItemListener() {}

    public void onCheckDelete(Item item) throws InterruptedException {}

    public void onDeleted(Item item) {}

    public void onBeforeShutdown() {}
}
