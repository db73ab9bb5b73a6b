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

/** Classes of a real Jenkins, from the newest version of each jar in a Maven repository. */
final class JenkinsClasses implements AutoCloseable {

    static final String CORE = "org.jenkins-ci.main:jenkins-core";

    private static final List<String> JARS = List.of(
            CORE,
            "org.jenkins-ci.main:remoting",
            "org.kohsuke.stapler:stapler",
            "org.jenkins-ci:symbol-annotation",
            "io.jenkins.plugins:checks-api",
            "org.jenkins-ci.plugins:authentication-tokens",
            "org.jenkins-ci.plugins:credentials",
            "org.jenkins-ci.plugins:plain-credentials",
            "org.jenkins-ci.plugins:scm-api",
            "org.jenkins-ci.plugins:structs",
            "org.jenkinsci.plugins:kubernetes-credentials",
            "org.jenkins-ci.plugins.workflow:workflow-api",
            "org.jenkins-ci.plugins.workflow:workflow-cps",
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

    /**
     * Directory of the Maven repository: the system property {@code jenkins.repository}, the environment variable
     * {@code JENKINS_REPOSITORY}, or Maven's default.
     */
    static Path repository() {
        return Stream.of(System.getProperty("jenkins.repository"), System.getenv("JENKINS_REPOSITORY"))
                .filter(path -> path != null && !path.isBlank())
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

    /** File names of the jars, for messages. */
    List<String> jars() {
        return jars.stream()
                .map(jar -> Path.of(jar.getName()).getFileName().toString())
                .toList();
    }

    /** @param name internal name, with slashes */
    Optional<ClassFile> find(String name) {
        return read.computeIfAbsent(name, this::load);
    }

    /** The class and its supertypes, as far as they are found. */
    List<ClassFile> hierarchy(ClassFile file) {
        Set<String> names = new LinkedHashSet<>();
        List<ClassFile> found = new ArrayList<>();
        collect(file, names, found);
        return found;
    }

    private void collect(ClassFile file, Set<String> names, List<ClassFile> found) {
        if (names.add(file.name())) {
            found.add(file);
            file.supertypes().forEach(supertype -> find(supertype).ifPresent(parent -> collect(parent, names, found)));
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
            // JDK classes come from the platform class loader: the application class loader also has the signature
            // classes.
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
