package hudson.model;

import hudson.model.queue.ScheduleResult;
import java.util.List;

public class Queue {
    private Queue() {}

    public native ScheduleResult schedule2(Task p, int quietPeriod, List<Action> actions);

    public interface Task {}

    public interface Executable {}

    public interface QueueAction extends Action {
        boolean shouldSchedule(List<Action> actions);
    }
}
