package io.jenkins.plugins.deployworkload.workload.binding;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * The properties of a section's class, in the order in which its fields stand there (those of its superclasses first).
 *
 * <p>This is the one place that reads the model by reflection: the binder, the checks, the schema, the reference pages and
 * the tests of completeness all walk it, so that a new property is a new field and nothing else here.
 */
public final class Shape {

    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return new Shape(type.asSubclass(Section.class));
        }
    };

    private final Constructor<?> constructor;
    private final List<Property> properties;

    private Shape(Class<? extends Section> type) {
        constructor = Arrays.stream(type.getConstructors())
                .filter(c -> c.isAnnotationPresent(DataBoundConstructor.class))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(type + " has no data-bound constructor"));
        properties = propertiesOf(type, constructor);
    }

    /** The shape of a concrete section class. */
    public static Shape of(Class<? extends Section> type) {
        return SHAPES.get(type);
    }

    /** The name under which an alternative of this class is written. */
    public static String nameOf(Class<?> type) {
        Named named = type.getAnnotation(Named.class);
        if (named != null) {
            return named.value();
        }
        String name = type.getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    public List<Property> properties() {
        return properties;
    }

    public Optional<Property> property(String name) {
        return properties.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /** The property whose alternatives are written beside the others, if there is one. */
    public Optional<Property> inline() {
        return properties.stream().filter(Property::inline).findFirst();
    }

    /** A section with these values; what is not among them stays unsaid. */
    Section create(Map<Property, Object> values) {
        Object[] arguments = new Object[constructor.getParameterCount()];
        properties.stream().filter(Property::required).forEach(p -> arguments[p.position()] = values.get(p));
        try {
            Section section = (Section) constructor.newInstance(arguments);
            values.forEach((property, value) -> {
                if (!property.required()) {
                    property.set(section, value);
                }
            });
            return section;
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Cannot make a " + constructor.getDeclaringClass(), e);
        }
    }

    private static List<Property> propertiesOf(Class<?> type, Constructor<?> constructor) {
        List<Property> found = new ArrayList<>();
        if (Section.class.isAssignableFrom(type.getSuperclass())) {
            found.addAll(propertiesOf(type.getSuperclass(), constructor));
        }
        for (Field field : type.getDeclaredFields()) {
            int position = positionOf(field, constructor);
            Method setter = setterOf(field);
            if (!Modifier.isStatic(field.getModifiers()) && (position >= 0 || setter != null)) {
                found.add(new Property(field, Kind.of(field.getGenericType()), position, getterOf(field), setter));
            }
        }
        return List.copyOf(found);
    }

    private static int positionOf(Field field, Constructor<?> constructor) {
        Parameter[] parameters = constructor.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i].getName().equals(field.getName())) {
                return i;
            }
        }
        return -1;
    }

    private static Method setterOf(Field field) {
        try {
            Method setter = field.getDeclaringClass().getMethod("set" + capitalized(field), field.getType());
            return setter.isAnnotationPresent(DataBoundSetter.class) ? setter : null;
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static Method getterOf(Field field) {
        try {
            return field.getDeclaringClass().getMethod("get" + capitalized(field));
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(field + " has no getter", e);
        }
    }

    private static String capitalized(Field field) {
        String name = Property.nameOf(field);
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
