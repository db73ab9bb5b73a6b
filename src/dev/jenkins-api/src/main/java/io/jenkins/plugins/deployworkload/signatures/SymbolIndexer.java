package io.jenkins.plugins.deployworkload.signatures;

import java.io.IOException;
import java.io.Writer;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;

/**
 * Annotation processor that writes the index of {@code @Symbol} for Jenkins: a text file with one binary class name per
 * line. It replaces the annotation processor of the standard build, which is not on Maven Central.
 */
@SupportedAnnotationTypes("org.jenkinsci.Symbol")
public final class SymbolIndexer extends AbstractProcessor {

    private static final String INDEX = "META-INF/services/annotations/org.jenkinsci.Symbol";

    private final Set<String> names = new TreeSet<>();

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement annotation : annotations) {
            for (Element element : round.getElementsAnnotatedWith(annotation)) {
                names.add(processingEnv
                        .getElementUtils()
                        .getBinaryName((TypeElement) element)
                        .toString());
            }
        }
        if (round.processingOver() && !names.isEmpty()) {
            write();
        }
        return false;
    }

    private void write() {
        try (Writer index = processingEnv
                .getFiler()
                .createResource(StandardLocation.CLASS_OUTPUT, "", INDEX)
                .openWriter()) {
            index.write(String.join("\n", names) + "\n");
        } catch (IOException e) {
            processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, INDEX + ": " + e.getMessage());
        }
    }
}
