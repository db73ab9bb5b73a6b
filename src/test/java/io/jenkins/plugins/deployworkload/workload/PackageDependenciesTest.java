package io.jenkins.plugins.deployworkload.workload;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Packages of the workload model depend on each other in one direction only. */
class PackageDependenciesTest {

    private static final String ROOT = "io.jenkins.plugins.deployworkload.workload";

    /** A package depends only on packages before it. The last one is the root package. */
    private static final List<String> ORDER = List.of(
            ".binding.text",
            ".binding.annotation",
            ".binding",
            ".form",
            ".image",
            ".container.env",
            ".container.handler",
            ".container",
            ".volume",
            ".pod",
            ".service",
            ".controller",
            ".rules",
            "");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    static List<String> packages() {
        return ORDER.subList(0, ORDER.size() - 1);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void dependsOnlyOnPackagesBeforeIt(String name) {
        String[] later = ORDER.subList(ORDER.indexOf(name) + 1, ORDER.size()).stream()
                .map(other -> ROOT + other)
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(ROOT + name)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(later)
                .check(CLASSES);
    }

    @Test
    void orderNamesEveryPackage() {
        noClasses()
                .should()
                .resideOutsideOfPackages(ORDER.stream().map(name -> ROOT + name).toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void podSectionsAreIndependentOfEachOther() {
        List<String> sections = List.of(".image", ".container.env", ".container.handler", ".volume", ".pod");
        for (String section : sections) {
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + section)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(sections.stream()
                            .filter(other -> !other.equals(section))
                            .map(other -> ROOT + other)
                            .toArray(String[]::new))
                    .check(CLASSES);
        }
    }

    @Test
    void bindingDependsOnJenkinsOnlyThroughStapler() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".binding..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("hudson..", "jenkins..", "net.sf.json..")
                .check(CLASSES);
    }
}
