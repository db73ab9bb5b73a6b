package io.jenkins.plugins.deployworkload.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.deployworkload.signatures.ClassFile.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;

/**
 * Every signature of this module exists in a real Jenkins. A wrong signature would cause a NoSuchMethodError or a
 * similar error at run time.
 */
class SignaturesTest {

    private final List<String> differences = new ArrayList<>();

    @Test
    void everySignatureExistsInJenkins() throws Exception {
        Path repository = JenkinsClasses.repository();
        assumeTrue(
                JenkinsClasses.newest(repository, JenkinsClasses.CORE).isPresent(),
                () -> JenkinsClasses.CORE + " is missing in " + repository
                        + "; set -Djenkins.repository=DIR to a Maven repository that contains it");

        List<ClassFile> stubs = stubs();
        try (JenkinsClasses real = new JenkinsClasses(repository)) {
            stubs.forEach(stub -> real.find(stub.name())
                    .ifPresentOrElse(
                            found -> compare(stub, found, real),
                            () -> differences.add(stub.name() + ": no such class")));

            assertThat(stubs).hasSizeGreaterThan(40);
            assertThat(differences).as("differences from %s", real.jars()).isEmpty();
        }
    }

    private static List<ClassFile> stubs() throws Exception {
        Path classes = Path.of(Signature.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path own = classes.resolve(Signature.class.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(file -> file.toString().endsWith(".class") && !file.startsWith(own))
                    .map(SignaturesTest::read)
                    .filter(stub -> !stub.is(Opcodes.ACC_PRIVATE))
                    .toList();
        }
    }

    private static ClassFile read(Path file) {
        try {
            return ClassFile.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compare(ClassFile stub, ClassFile real, JenkinsClasses all) {
        compareFlag(stub, real, Opcodes.ACC_INTERFACE, "an interface");
        compareFlag(stub, real, Opcodes.ACC_ANNOTATION, "an annotation");
        if (stub.name().contains("$")) {
            compareFlag(stub, real, Opcodes.ACC_STATIC, "static");
        }
        if (real.is(Opcodes.ACC_FINAL) && !stub.is(Opcodes.ACC_FINAL)) {
            differences.add(stub.name() + ": is final");
        }
        if (real.is(Opcodes.ACC_ABSTRACT) && !stub.is(Opcodes.ACC_ABSTRACT)) {
            differences.add(stub.name() + ": is abstract");
        }
        List<ClassFile> hierarchy = all.hierarchy(real);
        Set<String> supertypes = new LinkedHashSet<>();
        hierarchy.forEach(file -> supertypes.addAll(file.supertypes()));
        stub.supertypes().stream()
                .filter(type -> !type.equals("java/lang/Object") && !supertypes.contains(type))
                .forEach(type -> differences.add(stub.name() + ": is not a subtype of " + type));
        stub.members().stream().filter(Member::isReachable).forEach(member -> compare(stub, member, hierarchy, all));
    }

    private void compareFlag(ClassFile stub, ClassFile real, int flag, String description) {
        if (stub.is(flag) != real.is(flag)) {
            differences.add(stub.name() + (real.is(flag) ? ": is " : ": is not ") + description);
        }
    }

    private void compare(ClassFile stub, Member member, List<ClassFile> hierarchy, JenkinsClasses all) {
        String label = stub.name() + "." + member.name() + member.descriptor();
        Optional<Member> found = (member.isConstructor() ? hierarchy.subList(0, 1) : hierarchy)
                .stream()
                        .flatMap(file -> file.members().stream())
                        .filter(real -> real.name().equals(member.name())
                                && real.descriptor().equals(member.descriptor()))
                        .findFirst();
        if (found.isEmpty()) {
            differences.add(label + ": does not exist");
            return;
        }
        Member real = found.get();
        if (member.is(Opcodes.ACC_STATIC) != real.is(Opcodes.ACC_STATIC)) {
            differences.add(label + (real.is(Opcodes.ACC_STATIC) ? ": is static" : ": is not static"));
        }
        if (!real.is(member.is(Opcodes.ACC_PUBLIC) ? Opcodes.ACC_PUBLIC : Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) {
            differences.add(label + ": is less visible");
        }
        if (real.is(Opcodes.ACC_FINAL) && !member.is(Opcodes.ACC_FINAL)) {
            differences.add(label + ": is final");
        }
        if (real.is(Opcodes.ACC_ABSTRACT) && !member.is(Opcodes.ACC_ABSTRACT)) {
            differences.add(label + ": is abstract");
        }
        // Different checked exceptions would break the standard build, which compiles the same catch clauses against
        // Jenkins.
        if (!checked(real, all).equals(checked(member, all))) {
            differences.add(label + ": throws " + checked(real, all) + ", not " + checked(member, all));
        }
    }

    private static Set<String> checked(Member member, JenkinsClasses all) {
        return member.exceptions().stream()
                .filter(type -> all.find(type).stream()
                        .flatMap(file -> all.hierarchy(file).stream())
                        .noneMatch(supertype -> supertype.name().equals("java/lang/RuntimeException")))
                .collect(Collectors.toSet());
    }
}
