package io.jenkins.plugins.deployworkload.signatures;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The classes of a real Jenkins, out of the jars of a Maven repository's folder: of each the newest that is there. */
final class JenkinsClasses implements AutoCloseable {

    static final String CORE = "org.jenkins-ci.main:jenkins-core";

    private static final List<String> JARS = List.of(
            CORE,
            "org.jenkins-ci.main:remoting",
            "org.kohsuke.stapler:stapler",
            "org.jenkins-ci:symbol-annotation",
            "org.jenkins-ci.plugins:authentication-tokens",
            "org.jenkins-ci.plugins:credentials",
            "org.jenkins-ci.plugins:plain-credentials",
            "org.jenkins-ci.plugins:structs",
            "org.jenkinsci.plugins:kubernetes-credentials",
            "org.jenkins-ci.plugins.workflow:workflow-api",
            "org.jenkins-ci.plugins.workflow:workflow-step-api",
            "org.springframework.security:spring-security-core",
            "com.google.guava:guava",
            "jakarta.servlet:jakarta.servlet-api");

    private final List<JarFile> jars = new ArrayList<>();
    private final Map<String, Optional<ClassFile>> read = new HashMap<>();

    JenkinsClasses(Path repository) throws IOException {
        for (String coordinates : JARS) {
            Optional<Path> jar = newest(repository, coordinates);
            if (jar.isPresent()) {
                jars.add(new JarFile(jar.get().toFile()));
            }
        }
    }

    /** The folder that {@code jenkins.repository} or {@code JENKINS_REPOSITORY} names, or Maven's own. */
    static Path repository() {
        return Stream.of(System.getProperty("jenkins.repository"), System.getenv("JENKINS_REPOSITORY"))
                .filter(named -> named != null && !named.isBlank())
                .findFirst()
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".m2", "repository"));
    }

    static Optional<Path> newest(Path repository, String coordinates) throws IOException {
        String artifact = coordinates.substring(coordinates.indexOf(':') + 1);
        String group = coordinates.substring(0, coordinates.indexOf(':'));
        Path folder = repository.resolve(group.replace('.', '/')).resolve(artifact);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(folder)) {
            return versions.filter(version -> Files.exists(jar(version, artifact)))
                    .max(Comparator.comparing(
                            version -> Version.parse(version.getFileName().toString())))
                    .map(version -> jar(version, artifact));
        }
    }

    private static Path jar(Path version, String artifact) {
        return version.resolve(artifact + "-" + version.getFileName() + ".jar");
    }

    /** The names of the jars, for messages. */
    List<String> jars() {
        return jars.stream()
                .map(jar -> Path.of(jar.getName()).getFileName().toString())
                .toList();
    }

    /** @param name with slashes */
    Optional<ClassFile> find(String name) {
        return read.computeIfAbsent(name, this::load);
    }

    /** The class and everything above it that can be found. */
    List<ClassFile> hierarchy(ClassFile bottom) {
        Set<String> names = new LinkedHashSet<>();
        List<ClassFile> found = new ArrayList<>();
        collect(bottom, names, found);
        return found;
    }

    private void collect(ClassFile file, Set<String> names, List<ClassFile> found) {
        if (names.add(file.name())) {
            found.add(file);
            file.supertypes().forEach(above -> find(above).ifPresent(it -> collect(it, names, found)));
        }
    }

    private Optional<ClassFile> load(String name) {
        String path = name + ".class";
        try {
            for (JarFile jar : jars) {
                if (jar.getEntry(path) != null) {
                    return Optional.of(ClassFile.read(bytes(jar.getInputStream(jar.getEntry(path)))));
                }
            }
            // Not the application's loader: this would find the signatures themselves.
            InputStream java = ClassLoader.getPlatformClassLoader().getResourceAsStream(path);
            return java == null ? Optional.empty() : Optional.of(ClassFile.read(bytes(java)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(InputStream stream) throws IOException {
        try (stream) {
            return stream.readAllBytes();
        }
    }

    @Override
    public void close() throws IOException {
        for (JarFile jar : jars) {
            jar.close();
        }
    }
}
