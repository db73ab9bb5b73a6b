package hudson.model.queue;

public abstract class ScheduleResult {
    ScheduleResult() {}
}
