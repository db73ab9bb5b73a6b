package hudson.util;

import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.HttpResponse;

public class HttpResponses {
    public static native HttpResponse okJSON(JSONObject data);

    public static native HttpResponse okJSON(JSONArray data);
}
