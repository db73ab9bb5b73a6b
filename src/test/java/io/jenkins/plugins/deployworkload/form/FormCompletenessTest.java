package io.jenkins.plugins.deployworkload.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.DeployWorkloadStep;
import io.jenkins.plugins.deployworkload.RemoveWorkloadStep;
import io.jenkins.plugins.deployworkload.cluster.Cluster;
import io.jenkins.plugins.deployworkload.testing.ProjectRoot;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterModel;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterType;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every property has a form field and help in both languages, and every text has a translation. */
class FormCompletenessTest {

    private static final Path RESOURCES = ProjectRoot.path().resolve("src/main/resources");
    private static final Pattern KEY = Pattern.compile("\\$\\{%([^}(]+)}");

    private static final Pattern INCLUDED =
            Pattern.compile("<st:include page=\"(\\w+\\.jelly)\" class=\"\\$\\{descriptor.clazz}\"/>");

    private static final Pattern FOLDED =
            Pattern.compile("<d:folded [^>]*fields=\"([^\"]*)\">(.*?)</d:folded>", Pattern.DOTALL);

    private static final Pattern FIELD = Pattern.compile(" field=\"(\\w+)\"");

    private static final String HAS_SUGGESTIONS = "field=\"%1$s\"[^>]*>\\s*<f:textbox"
            + "|<d:texts field=\"%1$s\""
            + "|<d:pairs (name|name=\"others\" field)=\"%1$s\""
            + "|data-suggestions=\"\\$\\{descriptor.suggestionKind\\('%1$s'\\)}\"";

    @TestFactory
    Stream<DynamicTest> everyPropertyHasFieldAndHelpInBothLanguages() {
        return sections(DeployWorkloadStep.class, RemoveWorkloadStep.class, Cluster.class, Workload.class).stream()
                .flatMap(type -> SectionModel.of(type).parameters().stream()
                        .map(property -> DynamicTest.dynamicTest(
                                type.getSimpleName() + "." + property.name(), () -> complete(type, property))));
    }

    /**
     * A text box, a list or a table of key-value pairs shows suggestions without further settings; other controls need
     * an attribute for suggestions.
     */
    @TestFactory
    Stream<DynamicTest> everySuggestionKindHasAFormField() {
        return sections(Workload.class).stream()
                .flatMap(type -> SectionModel.of(type).parameters().stream()
                        .filter(property -> property.suggestion().isPresent())
                        .map(property -> DynamicTest.dynamicTest(
                                type.getSimpleName() + "." + property.name(),
                                () -> assertThat(form(type))
                                        .containsPattern(HAS_SUGGESTIONS.formatted(Pattern.quote(property.name()))))));
    }

    /**
     * A property that holds the name of a cluster object, or a key of a ConfigMap or Secret, must declare its kind of
     * suggestions.
     */
    @TestFactory
    Stream<DynamicTest> everyReferenceToClusterObjectHasSuggestions() {
        Set<TextRule> names = Set.of(TextRule.DNS_SUBDOMAIN, TextRule.CONFIG_KEY);
        return sections(Workload.class).stream()
                .flatMap(type -> SectionModel.of(type).parameters().stream()
                        .filter(property -> property.text()
                                .filter(text -> names.contains(text.value()))
                                .isPresent())
                        .map(property -> DynamicTest.dynamicTest(
                                type.getSimpleName() + "." + property.name(),
                                () -> assertThat(property.suggestion()).isPresent())));
    }

    /**
     * If a field has a value but is not in the attribute {@code fields} of {@code d:folded}, the page does not contain
     * the field, and saving the form would lose the value.
     */
    @Test
    void foldedBlocksListTheirFields() throws IOException {
        int blocks = 0;
        for (Path page : pages()) {
            for (MatchResult block :
                    FOLDED.matcher(Files.readString(page)).results().toList()) {
                blocks++;
                assertThat(fieldsOf(block.group(2), page))
                        .as(page + " " + block.group(1))
                        .containsExactlyInAnyOrder(block.group(1).split(" "));
            }
        }
        assertThat(blocks).isPositive();
    }

    private static Set<String> fieldsOf(String form, Path page) throws IOException {
        Set<String> fields = new LinkedHashSet<>();
        FIELD.matcher(form).results().forEach(field -> fields.add(field.group(1)));
        for (MatchResult included : INCLUDED.matcher(form).results().toList()) {
            for (Path other : pages()) {
                boolean isInPackage =
                        other.getParent().getParent().equals(page.getParent().getParent());
                if (isInPackage && other.endsWith(included.group(1))) {
                    fields.addAll(fieldsOf(Files.readString(other), other));
                }
            }
        }
        return fields;
    }

    private static Set<Class<? extends Section>> sections(Class<?>... roots) {
        Set<Class<? extends Section>> sections = new LinkedHashSet<>();
        Stream.of(roots).forEach(root -> collect(root.asSubclass(Section.class), sections));
        return sections;
    }

    private static void complete(Class<?> type, ParameterModel property) throws IOException {
        assertThat(form(type))
                .as("field in the form")
                .containsAnyOf("field=\"" + property.name() + "\"", "name=\"" + property.name() + "\"");
        assertThat(read(type, "help-" + property.name() + ".html"))
                .as("help that states the default or that a value is required")
                .containsPattern("Default: |[Rr]equired");
        assertThat(read(type, "help-" + property.name() + "_ko.html"))
                .as("help in Korean that states the default or that a value is required")
                .containsPattern("기본값: |필수 항목");
    }

    static List<Path> pages() throws IOException {
        return files(".jelly");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyTitleIsTranslated(Path page) throws IOException {
        Set<String> keys = new LinkedHashSet<>();
        KEY.matcher(Files.readString(page)).results().forEach(match -> keys.add(match.group(1)));
        Path korean = page.resolveSibling(page.getFileName().toString().replace(".jelly", "_ko.properties"));

        assertThat(Files.exists(korean) ? properties(korean).stringPropertyNames() : Set.<String>of())
                .containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void everyMessageIsTranslatedWithItsPlaceholders() throws IOException {
        for (Path english : files("Messages.properties")) {
            Properties texts = properties(english);
            Properties korean = properties(english.resolveSibling("Messages_ko.properties"));
            assertThat(korean.stringPropertyNames())
                    .as(english.toString())
                    .containsExactlyInAnyOrderElementsOf(texts.stringPropertyNames());
            texts.stringPropertyNames()
                    .forEach(key -> assertThat(placeholders(korean.getProperty(key)))
                            .as(english + " " + key)
                            .isEqualTo(placeholders(texts.getProperty(key))));
        }
    }

    /** Jenkins expands macros in help pages and turns "$$" into "$", so a page writes {@code &#36;} for each dollar sign. */
    @Test
    void helpShowsEveryDollarSign() throws IOException {
        for (Path page : files(".html")) {
            assertThat(Files.readString(page)).as(page.toString()).doesNotContain("$$");
        }
    }

    private static Set<String> placeholders(String text) {
        Set<String> found = new LinkedHashSet<>();
        Pattern.compile("\\{\\d+}")
                .matcher(text)
                .results()
                .map(m -> m.group())
                .sorted()
                .forEach(found::add);
        return found;
    }

    private static void collect(Class<? extends Section> type, Set<Class<? extends Section>> sections) {
        if (sections.add(type)) {
            SectionModel.of(type).parameters().forEach(property -> collect(property.type(), sections));
        }
    }

    private static void collect(ParameterType type, Set<Class<? extends Section>> sections) {
        switch (type) {
            case ParameterType.HomogeneousObjectType object -> collect(object.type(), sections);
            case ParameterType.ArrayType array -> collect(array.elementType(), sections);
            case ParameterType.HeterogeneousObjectType object ->
                object.alternatives().values().forEach(alternative -> collect(alternative, sections));
            case ParameterType.ScalarType ignored -> {}
            case ParameterType.MapType ignored -> {}
            case ParameterType.YamlType ignored -> {}
        }
    }

    /** The form page of a section, including the pages that the form page includes. */
    private static String form(Class<?> type) throws IOException {
        StringBuilder form = new StringBuilder(read(type, "config.jelly"));
        for (MatchResult page : INCLUDED.matcher(form).results().toList()) {
            form.append(read(type, page.group(1)));
        }
        return form.toString();
    }

    /**
     * Finds a page or a help file as Jenkins does: the file of the class, or of the nearest superclass that has such a
     * file.
     */
    private static String read(Class<?> type, String name) throws IOException {
        for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
            try (InputStream in = owner.getResourceAsStream(owner.getSimpleName() + "/" + name)) {
                if (in != null) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new AssertionError(type.getSimpleName() + "/" + name + " not found, nor in a superclass");
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Files.readString(file)));
        return properties;
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(RESOURCES)) {
            return new ArrayList<>(all.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList());
        }
    }
}
