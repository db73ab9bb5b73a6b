package hudson.model;

public interface PermalinkProjectAction {
    abstract class Permalink {
        protected Permalink() {}

        public abstract String getId();

        public abstract Run<?, ?> resolve(Job<?, ?> job);
    }
}
