package io.jenkins.plugins.deployworkload.rollout.faults;

import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/** Faults of the process in which the engine runs. */
enum EngineFault implements Fault {
    ENGINE_KILLED(
            "The process of the engine is killed before any request, after any request and before its answer, or at any"
                    + " checkpoint, and another engine resumes the deploy from its last checkpoint.",
            // Nothing may end otherwise.
            "(?!)") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            return new KilledEngine(environment, random);
        }

        /** Aborted deploys end at once, and another scenario resumes a deploy itself. */
        @Override
        public Scenario scenario(int run) {
            List<Scenario> scenarios = Scenario.common().stream()
                    .filter(scenario -> scenario != Scenario.ABORTED && scenario != Scenario.RESUMED_AFTER_RESTART)
                    .toList();
            return scenarios.get(run % scenarios.size());
        }
    },
    KEY_LOST(
            "From this deploy on, or from its resumption on, the engine has another revision key, or none.",
            "another revision key|revision key of the test is lost|was not stored") {
        @Override
        public InjectedFault inject(FaultEnvironment environment, Random random, int run) {
            boolean isResumed = scenario(run) == Scenario.RESUMED_AFTER_RESTART;
            // Every scenario comes with either.
            RevisionKey key = run / Scenario.common().size() % 2 == 0 ? OTHER_KEY : NO_KEY;
            ConnectionConfig connection = environment.directConnection();
            return new InjectedFault() {
                @Override
                public ConnectionConfig config() {
                    return connection;
                }

                @Override
                public EngineConfig engine() {
                    return isResumed ? EngineConfig.of(connection) : new EngineConfig(connection, key);
                }

                @Override
                public EngineConfig resumingEngine() {
                    return new EngineConfig(connection, key);
                }

                /** A lost key is replaced before the next deploy. */
                @Override
                public RevisionKey nextKey() {
                    return OTHER_KEY;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public boolean isOfHistory() {
            return true;
        }
    };

    /** Replaces {@link TestCluster#KEY} if that is lost. */
    static final RevisionKey OTHER_KEY =
            () -> "another revision key, not that of the clusters".getBytes(StandardCharsets.UTF_8);

    private static final RevisionKey NO_KEY = () -> {
        throw new IllegalStateException("The revision key of the test is lost.");
    };

    private final String description;
    private final Pattern truthfulReason;

    EngineFault(String description, String truthfulReason) {
        this.description = description;
        this.truthfulReason = Pattern.compile(truthfulReason);
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Pattern truthfulReason() {
        return truthfulReason;
    }
}
