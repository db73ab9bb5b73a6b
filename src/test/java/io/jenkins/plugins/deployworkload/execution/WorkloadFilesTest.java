package io.jenkins.plugins.deployworkload.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.deployworkload.image.FileGlob;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests reading workload files from a workspace, whose content is not trusted. */
class WorkloadFilesTest {

    @TempDir
    private Path temporary;

    private Path workspace;

    @BeforeEach
    void createWorkspace() throws Exception {
        workspace = Files.createDirectory(temporary.resolve("workspace"));
    }

    private static String yaml(String name) {
        return "name: " + name + "\ncontroller: {single: }\ncontainers: [{name: a, image: nginx}]";
    }

    private Path write(String path, byte[] content) throws Exception {
        Path file = workspace.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private Path write(String path, String content) throws Exception {
        return write(path, content.getBytes(StandardCharsets.UTF_8));
    }

    private void link(String path, Path target) throws Exception {
        Files.createDirectories(workspace.resolve(path).getParent());
        Files.createSymbolicLink(workspace.resolve(path), target);
    }

    /** Searches like on a remote agent: serializes the request and the result. */
    private WorkspaceFileReader.Result search(String pattern) throws Exception {
        return serialized(serialized(new WorkspaceFileReader(pattern)).invoke(workspace.toFile(), null));
    }

    @SuppressWarnings("unchecked")
    private static <T> T serialized(T object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    private List<String> names(String pattern) throws Exception {
        return search(pattern).files().stream()
                .map(WorkspaceFileReader.FileContent::name)
                .toList();
    }

    private List<Workload> read(String pattern) throws Exception {
        return WorkloadFiles.parse(search(pattern), pattern, Variables.of(Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "deploy/*.yaml             | deploy/a.yaml deploy/b.yaml",
                "deploy/*                  | deploy/a.yaml deploy/b.yaml deploy/c.json",
                "deploy/                   | deploy/a.yaml deploy/b.yaml deploy/c.json deploy/deep/d.yaml",
                "**/*.yaml                 | deploy/a.yaml deploy/b.yaml deploy/deep/d.yaml web.yaml",
                "web.yaml                  | web.yaml",
                "web.yaml, deploy/c.json   | deploy/c.json web.yaml",
                "deploy/?.yaml,deploy/a.*  | deploy/a.yaml deploy/b.yaml",
                "deploy\\deep\\d.yaml      | deploy/deep/d.yaml",
            })
    void findsFilesByAntPatterns(String pattern, String expected) throws Exception {
        for (String file : List.of(
                "deploy/b.yaml",
                "deploy/a.yaml",
                "deploy/c.json",
                "deploy/deep/d.yaml",
                "web.yaml",
                "deploy/a.yaml~",
                "deploy/.#a.yaml",
                "deploy/._a.yaml",
                "deploy/.gitignore",
                ".git/x.yaml",
                "deploy/.svn/x.yaml")) {
            write(file, yaml("web"));
        }

        assertThat(names(pattern)).containsExactly(expected.split(" "));
    }

    @Test
    void readsWorkloadsFromFiles() throws Exception {
        write("deploy/b.yaml", yaml("b"));
        write("deploy/a.yaml", "\uFEFF" + yaml("a") + "\ndescription: 주문 화면\n---\n" + yaml("c"));

        assertThat(read("deploy/*.yaml")).extracting(Workload::getName).containsExactly("a", "c", "b");
        assertThat(read("deploy/a.yaml").get(0).getDescription()).isEqualTo("주문 화면");
    }

    @Test
    void reportsMissingFileAndMissingWorkspace() throws Exception {
        assertThatThrownBy(() -> read("deploy/*.yaml"))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("no file in the workspace matches \"deploy/*.yaml\"");
        Files.delete(workspace);
        assertThatThrownBy(() -> read("deploy/*.yaml")).isInstanceOf(AbortException.class);
    }

    @Test
    void refusesLinkOutOfWorkspace() throws Exception {
        Path secret = Files.writeString(temporary.resolve("secret.yaml"), "s3cr3t: word");
        write("deploy/a.yaml", yaml("a"));
        link("deploy/b.yaml", secret);
        link("deploy/gone.yaml", temporary.resolve("gone.yaml"));

        for (String pattern : List.of("deploy/*.yaml", "deploy/b.yaml", "**/b.yaml")) {
            assertThatThrownBy(() -> read(pattern))
                    .isInstanceOf(InvalidDescriptionException.class)
                    .hasMessage("deploy/b.yaml: links to a file outside the workspace and was not read");
        }
    }

    @Test
    void skipsDirectoryLinkOutOfWorkspace() throws Exception {
        Files.writeString(temporary.resolve("secret.yaml"), yaml("secret"));
        link("up", temporary);
        link("deploy/up", Path.of("../.."));

        for (String pattern : List.of("up/*.yaml", "up/secret.yaml", "**/secret.yaml", "deploy/up/secret.yaml")) {
            assertThat(names(pattern)).as(pattern).isEmpty();
        }
    }

    @Test
    void followsLinksWithinWorkspace() throws Exception {
        write("releases/2/web.yaml", yaml("web"));
        link("current", Path.of("releases/2"));
        link("deploy/prod.yaml", Path.of("../releases/2/web.yaml"));
        link("releases/2/circle", Path.of("../.."));

        assertThat(names("current/*.yaml")).containsExactly("current/web.yaml");
        assertThat(names("current/web.yaml")).containsExactly("current/web.yaml");
        assertThat(names("deploy/*.yaml")).containsExactly("deploy/prod.yaml");
        assertThat(read("deploy/*.yaml")).extracting(Workload::getName).containsExactly("web");
        assertThat(names("releases/**/web.yaml")).containsExactly("releases/2/web.yaml");
    }

    /**
     * In a chain of forty folders, each folder has two links to the next one. The last folder therefore has 2^40 paths.
     */
    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void stopsAtMultiplyingLinks() throws Exception {
        for (int i = 0; i < 40; i++) {
            link("d" + i + "/a", Path.of("../d" + (i + 1)));
            link("d" + i + "/b", Path.of("../d" + (i + 1)));
        }
        Files.createDirectory(workspace.resolve("d40"));

        WorkspaceFileReader.Result found =
                WorkspaceFileReader.read(workspace.toRealPath(), new FileGlob("d0/**/*.yaml"), 1000);

        assertThat(found.limitReached()).isTrue();
        assertThatThrownBy(() -> WorkloadFiles.parse(found, "d0/**/*.yaml", Variables.of(Map.of())))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("the search for \"d0/**/*.yaml\" stopped at a limit");
    }

    @Test
    void refusesTooLargeFileWithoutSendingIt() throws Exception {
        write("a.yaml", " ".repeat(WorkspaceFileReader.MAX_FILE_BYTES) + yaml("a"));
        write("b.yaml", yaml("b"));

        assertThat(search("a.yaml").files().get(0).bytes()).hasSize(WorkspaceFileReader.MAX_FILE_BYTES + 1);
        assertThatThrownBy(() -> read("*.yaml"))
                .isInstanceOf(InvalidDescriptionException.class)
                .hasMessage("a.yaml: larger than 1048576 bytes, the limit for a workload file");
    }

    @Test
    void limitsTotalSize() throws Exception {
        for (int i = 0; i < 17; i++) {
            write("deploy/" + i + ".yaml", " ".repeat(WorkspaceFileReader.MAX_FILE_BYTES));
        }

        assertThatThrownBy(() -> read("deploy/*.yaml"))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("the search for \"deploy/*.yaml\" stopped at a limit");
    }

    /** One of the tested encodings is windows-949, which editors on a Korean Windows use. */
    @Test
    void refusesOtherEncodingWithFileAndLine() throws Exception {
        write("deploy/a.yaml", yaml("a"));
        write("deploy/b.yaml", ("name: b\ndescription: 주문 화면").getBytes(Charset.forName("x-windows-949")));
        write("deploy/c.yaml", yaml("c").getBytes(StandardCharsets.UTF_16));
        write("deploy/d.yaml", new byte[] {'a', ':', '\n', '\n', (byte) 0xEC, (byte) 0xA3});

        assertThatThrownBy(() -> read("deploy/*.yaml"))
                .isInstanceOf(InvalidDescriptionException.class)
                .hasMessage("""
                        deploy/b.yaml:2: not valid UTF-8; save the file in this encoding
                        deploy/c.yaml:1: not valid UTF-8; save the file in this encoding
                        deploy/d.yaml:3: not valid UTF-8; save the file in this encoding""");
    }

    /** The code on an agent may not be ours, so the controller checks the limits again. */
    @Test
    void refusesMoreThanTheAgentMayReturn() {
        ArrayList<WorkspaceFileReader.FileContent> many = new ArrayList<>();
        for (int i = 0; i <= WorkspaceFileReader.MAX_FILES; i++) {
            many.add(new WorkspaceFileReader.FileContent(i + ".yaml", new byte[0]));
        }
        ArrayList<WorkspaceFileReader.FileContent> large = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            large.add(new WorkspaceFileReader.FileContent(i + ".yaml", new byte[1 << 20]));
        }

        assertThatThrownBy(() ->
                        WorkloadFiles.parse(new WorkspaceFileReader.Result(many, false), "*", Variables.of(Map.of())))
                .isInstanceOf(AbortException.class)
                .hasMessageStartingWith("file: the agent returned 1001 files with ")
                .hasMessageEndingWith("at most 1000 files and 16777216 bytes are allowed; use a narrower pattern");
        assertThatThrownBy(() ->
                        WorkloadFiles.parse(new WorkspaceFileReader.Result(large, false), "*", Variables.of(Map.of())))
                .isInstanceOf(AbortException.class)
                .hasMessageStartingWith("file: the agent returned 17 files with 178259");
    }
}
