package io.jenkins.plugins.deployworkload.signatures;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The declarations of a class that matter to code that calls it, read from its class file. Names are internal names,
 * with slashes.
 */
final class ClassFile extends ClassVisitor {

    /**
     * A field, method or constructor.
     *
     * @param exceptions declared exceptions
     */
    record Member(int access, String name, String descriptor, Set<String> exceptions) {

        boolean is(int flag) {
            return (access & flag) != 0;
        }

        boolean isConstructor() {
            return name.equals("<init>");
        }

        boolean isReachable() {
            return is(Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)
                    && !is(Opcodes.ACC_SYNTHETIC)
                    && !name.equals("<clinit>");
        }
    }

    private final List<String> supertypes = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private String name;
    private int access;

    private ClassFile() {
        super(Opcodes.ASM9);
    }

    static ClassFile read(byte[] bytes) {
        ClassFile file = new ClassFile();
        new ClassReader(bytes).accept(file, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return file;
    }

    String name() {
        return name;
    }

    /** The superclass and the interfaces. */
    List<String> supertypes() {
        return supertypes;
    }

    List<Member> members() {
        return members;
    }

    boolean is(int flag) {
        return (access & flag) != 0;
    }

    @Override
    public void visit(int version, int flags, String className, String signature, String parent, String[] interfaces) {
        name = className;
        access = flags;
        Stream.concat(Stream.ofNullable(parent), Stream.of(interfaces)).forEach(supertypes::add);
    }

    @Override
    public void visitInnerClass(String inner, String outer, String innerName, int flags) {
        if (inner.equals(name)) {
            // Only the attribute InnerClasses says whether a nested class is static, protected or private.
            access |= flags;
        }
    }

    @Override
    public FieldVisitor visitField(int flags, String field, String descriptor, String signature, Object value) {
        members.add(new Member(flags, field, descriptor, Set.of()));
        return null;
    }

    @Override
    public MethodVisitor visitMethod(
            int flags, String method, String descriptor, String signature, String[] exceptions) {
        members.add(new Member(flags, method, descriptor, exceptions == null ? Set.of() : Set.of(exceptions)));
        return null;
    }
}
