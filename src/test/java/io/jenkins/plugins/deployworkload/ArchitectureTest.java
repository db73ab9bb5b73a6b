package io.jenkins.plugins.deployworkload;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.jenkins.plugins.deployworkload.testing.ProjectRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each package depends only on packages below it, and the deployment engine does not depend on Jenkins. */
class ArchitectureTest {

    static final String ROOT = "io.jenkins.plugins.deployworkload";

    /** The name that {@link #ORDER} uses for the root package. */
    private static final String TOP = "(root)";

    /**
     * All packages, from the highest to the lowest. A package may use only packages on the lines below its own line. As
     * all dependencies point down, there can be no cycle.
     */
    private static final List<Set<String>> ORDER =
            """
            (root)
            redeploy
            execution.removal
            preview
            execution
            execution.preflight
            execution.reporting
            execution.secret
            execution.objects
            execution.revision
            execution.registry
            job
            cluster
            cluster.registries
            cluster.access
            cluster.suggestions
            outputs
            report.checks
            report
            report.history
            report.progress
            manifest.importing
            manifest
            manifest.file
            manifest.objects
            manifest.patch
            manifest.value
            policy
            policy.podsecurity
            rollout
            rollout.removal
            rollout.redeploy
            rollout.plan
            rollout.prune
            rollout.revision
            rollout.role
            rollout.preflight
            rollout.apply
            rollout.watch
            rollout.diagnosis
            rollout.diagnosis.container rollout.diagnosis.pod
            rollout.diagnosis.evidence
            rollout.status
            rollout.importing
            rollout.discovery
            rollout.model.masking
            rollout.model
            rollout.model.owner rollout.model.hook rollout.model.redeploy
            rollout.model.tree
            registry.preflight
            registry
            client
            client.watch
            client.discovery
            client.http
            client.config
            client.concurrent
            image.search
            image.file
            image.log
            image.model
            image
            workload
            workload.rules
            workload.controller
            workload.service
            workload.autoscaling workload.disruption workload.completion
            workload.container
            workload.container.env workload.container.handler workload.image workload.volume workload.pod
            workload.pod.scheduling workload.pod.network workload.security workload.patch workload.volume.source workload.config
            workload.form
            workload.binding
            workload.binding.annotation
            workload.binding.text
            cron
            """.lines().map(line -> Set.of(line.split(" "))).toList();

    private static final int MAX_CLASSES_PER_PACKAGE = 25;

    private static final int MAX_LINES_PER_CLASS = 300;

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // Ignore the packages "controlplane" and "signatures", which belong to the development kit and not to the
            // plugin.
            .withImportOption(location -> !location.contains("controlplane") && !location.contains("signatures"))
            .importPackages(ROOT);

    private static final List<Source> SOURCES = sources();

    private static final Set<Dependency> DEPENDENCIES = dependencies();

    /** A class of the plugin, with the text of its source file. */
    private record Source(String name, String packageName, String text) {}

    /** A dependency: a class of one package uses a class of another package. */
    private record Dependency(String fromPackage, String from, String toPackage, String to)
            implements Comparable<Dependency> {

        boolean pointsDown() {
            return level(fromPackage) < level(toPackage);
        }

        @Override
        public int compareTo(Dependency other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return fromPackage + "." + from + " -> " + toPackage + "." + to;
        }
    }

    @Test
    void everyPackageStandsInTheOrder() {
        assertThat(SOURCES.stream().map(Source::packageName).collect(Collectors.toSet()))
                .isEqualTo(packages().collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("packages")
    void packageUsesOnlyPackagesBelowIt(String name) {
        assertThat(DEPENDENCIES)
                .filteredOn(dependency -> dependency.fromPackage.equals(name) && !dependency.pointsDown())
                .isEmpty();
    }

    @Test
    void dependenciesUpwardsAndWithinOneLineAreFound() {
        assertThat(new Dependency("rollout.apply", "A", "rollout.model", "B").pointsDown())
                .isTrue();
        assertThat(new Dependency("rollout.model", "B", "rollout.apply", "A").pointsDown())
                .isFalse();
        assertThat(new Dependency("workload.pod", "C", "workload.volume", "D").pointsDown())
                .isFalse();
    }

    /**
     * Each of these packages may use fewer packages than {@link #ORDER} allows. The first column is a package. The
     * second column lists all packages that this package and its subpackages may use.
     */
    @ParameterizedTest
    @CsvSource({
        "cron,                ''",
        "workload,            cron",
        "image,               ''",
        "client,              ''",
        "rollout,             client cron",
        "manifest,            workload rollout.model",
        "policy.podsecurity,  ''",
        "report,              rollout.model",
        "job,                 cluster rollout.model",
        "outputs,             workload image report",
        "registry,            image.model client.concurrent client.config",
        "cluster.suggestions, client workload.binding",
        "policy,              rollout.model image.model",
        "cluster.registries,  registry client image.model workload cluster.access",
        "cluster,             client workload policy rollout.model registry image.model",
    })
    void packageUsesOnlyTheseOthers(String name, String others) {
        assertThat(DEPENDENCIES)
                .filteredOn(dependency -> isWithin(dependency.fromPackage, name)
                        && Stream.concat(Stream.of(name), Arrays.stream(others.split(" ")))
                                .noneMatch(allowed -> isWithin(dependency.toPackage, allowed)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"cron", "image", "manifest", "policy", "client", "rollout", "registry", "cluster.suggestions"})
    void engineDoesNotDependOnJenkins(String engine) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + engine + "..")
                // Exempt the generated class Messages, because it has an access annotation of Jenkins in the standard
                // build.
                .and(not(simpleName("Messages")))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "hudson..",
                        "jenkins..",
                        "org.jenkinsci..",
                        "org.kohsuke..",
                        "com.cloudbees..",
                        "net.sf.json.."))
                .check(CLASSES);
    }

    /**
     * Annotations of Stapler are allowed in this package, because the plugin's own binder also finds constructors and
     * setters by these annotations.
     */
    @Test
    void bindingDependsOnJenkinsOnlyThroughStapler() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".workload.binding..")
                .and(not(simpleName("Messages")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("hudson..", "jenkins..", "org.jenkinsci..", "net.sf.json.."))
                .check(CLASSES);
    }

    @Test
    void packagesAndClassesStaySmall() {
        assertThat(SOURCES.stream().collect(groupingBy(Source::packageName)).values())
                .filteredOn(classes -> classes.size() > MAX_CLASSES_PER_PACKAGE)
                .extracting(classes -> classes.getFirst().packageName)
                .isEmpty();
        assertThat(SOURCES)
                .filteredOn(source -> source.text.lines().count() > MAX_LINES_PER_CLASS)
                .extracting(Source::name)
                .isEmpty();
    }

    @Test
    void simpleNamesAreUnique() {
        assertThat(SOURCES.stream().map(Source::name)).doesNotHaveDuplicates();
    }

    private static Stream<String> packages() {
        return ORDER.stream().flatMap(Set::stream);
    }

    private static int level(String packageName) {
        return IntStream.range(0, ORDER.size())
                .filter(i -> ORDER.get(i).contains(packageName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(packageName + " is not in the order"));
    }

    private static boolean isWithin(String packageName, String parent) {
        return packageName.equals(parent) || packageName.startsWith(parent + ".");
    }

    private static String relative(String packageName) {
        return packageName.equals(ROOT) ? TOP : packageName.substring(ROOT.length() + 1);
    }

    private static List<Source> sources() {
        Path folder = ProjectRoot.path().resolve("src/main/java").resolve(ROOT.replace('.', '/'));
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .map(file -> {
                        String packageName = folder.relativize(file.getParent())
                                .toString()
                                .replace(file.getFileSystem().getSeparator(), ".");
                        return new Source(
                                file.getFileName().toString().replace(".java", ""),
                                packageName.isEmpty() ? TOP : packageName,
                                read(file));
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Finds dependencies in class files and in the imports of source files. Class files are not enough: javac inlines
     * constants, and the class file then does not contain the class that defines the constant.
     */
    private static Set<Dependency> dependencies() {
        Pattern imported = Pattern.compile(
                "^import (?:static )?" + Pattern.quote(ROOT) + "((?:\\.[a-z]\\w*)*)\\.([A-Z]\\w*)", Pattern.MULTILINE);
        Stream<Dependency> inSources = SOURCES.stream()
                .flatMap(source -> imported.matcher(source.text)
                        .results()
                        .map(match -> new Dependency(
                                source.packageName, source.name, relative(ROOT + match.group(1)), match.group(2))));
        Stream<Dependency> inClassFiles = CLASSES.stream()
                .flatMap(from -> from.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                        .filter(to -> isWithin(to.getPackageName(), ROOT))
                        .map(to -> new Dependency(
                                relative(from.getPackageName()),
                                topLevel(from),
                                relative(to.getPackageName()),
                                topLevel(to))));
        return Stream.concat(inSources, inClassFiles)
                .filter(dependency -> !dependency.fromPackage.equals(dependency.toPackage))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String topLevel(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::topLevel).orElseGet(type::getSimpleName);
    }
}
