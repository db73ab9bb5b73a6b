package io.jenkins.plugins.deployworkload.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SymbolIndexerTest {

    @TempDir
    private Path output;

    @Test
    void writesOneBinaryNamePerLine() throws Exception {
        compile("""
                package example;

                import org.jenkinsci.Symbol;

                class Container {
                    @Symbol("container")
                    static class DescriptorImpl {}

                    static class NotNamed {}
                }

                @Symbol({"all", "others"})
                class All {}
                """);

        assertThat(output.resolve("META-INF/services/annotations/org.jenkinsci.Symbol"))
                .hasContent("example.All\nexample.Container$DescriptorImpl\n");
    }

    @Test
    void writesNoIndexWithoutSymbols() throws Exception {
        compile("class Plain {}");

        assertThat(output.resolve("META-INF")).doesNotExist();
    }

    private void compile(String source) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
            JavaCompiler.CompilationTask task =
                    compiler.getTask(messages, files, null, null, null, List.of(of(source)));
            task.setProcessors(List.of(new SymbolIndexer()));
            assertThat(task.call()).as(messages.toString()).isTrue();
        }
    }

    private static JavaFileObject of(String source) {
        return new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }
}
