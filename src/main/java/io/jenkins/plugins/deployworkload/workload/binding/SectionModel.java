package io.jenkins.plugins.deployworkload.workload.binding;

import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
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
 * The model of a section's class: its properties in the order of the fields. Properties of superclasses come first.
 *
 * <p>Only this class uses reflection on sections. The binder, the validator, the JSON schema, the reference pages and
 * the completeness tests use this model, so a new property needs only a new field.
 */
public final class SectionModel {

    private static final ClassValue<SectionModel> MODELS = new ClassValue<>() {
        @Override
        protected SectionModel computeValue(Class<?> type) {
            return new SectionModel(type.asSubclass(Section.class));
        }
    };

    private final Constructor<?> constructor;
    private final List<ParameterModel> parameters;

    private SectionModel(Class<? extends Section> type) {
        constructor = Arrays.stream(type.getConstructors())
                .filter(c -> c.isAnnotationPresent(DataBoundConstructor.class))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(type + " has no data-bound constructor"));
        parameters = parametersOf(type, constructor);
    }

    /**
     * The model of a concrete section class.
     *
     * @throws IllegalArgumentException if the class has no data-bound constructor, or if a property has no getter
     */
    public static SectionModel of(Class<? extends Section> type) {
        return MODELS.get(type);
    }

    /** The name that descriptions use for an alternative with this class. */
    public static String nameOf(Class<?> type) {
        Named named = type.getAnnotation(Named.class);
        if (named != null) {
            return named.value();
        }
        String name = type.getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    public List<ParameterModel> parameters() {
        return parameters;
    }

    public Optional<ParameterModel> parameter(String name) {
        return parameters.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /** The list whose earlier form, with one section instead of a list, has this name. */
    public Optional<ParameterModel> parameterOfEarlierSingle(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.earlierSingle().equals(Optional.of(name)))
                .findFirst();
    }

    /**
     * The property with {@link io.jenkins.plugins.deployworkload.workload.binding.annotation.Unwrapped}; empty if no
     * property has this annotation.
     */
    public Optional<ParameterModel> unwrapped() {
        return parameters.stream().filter(ParameterModel::unwrapped).findFirst();
    }

    /** Creates a section and sets only the properties in {@code values}. */
    Section instantiate(Map<ParameterModel, Object> values) {
        Object[] arguments = new Object[constructor.getParameterCount()];
        parameters.stream().filter(ParameterModel::required).forEach(p -> arguments[p.position()] = values.get(p));
        try {
            Section section = (Section) constructor.newInstance(arguments);
            values.forEach((parameter, value) -> {
                if (!parameter.required()) {
                    parameter.set(section, value);
                }
            });
            return section;
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Cannot create " + constructor.getDeclaringClass(), e);
        }
    }

    private static List<ParameterModel> parametersOf(Class<?> type, Constructor<?> constructor) {
        List<ParameterModel> found = new ArrayList<>();
        if (Section.class.isAssignableFrom(type.getSuperclass())) {
            found.addAll(parametersOf(type.getSuperclass(), constructor));
        }
        for (Field field : type.getDeclaredFields()) {
            int position = positionOf(field, constructor);
            Method setter = setterOf(field);
            if (!Modifier.isStatic(field.getModifiers()) && (position >= 0 || setter != null)) {
                found.add(new ParameterModel(field, ParameterType.of(field), position, getterOf(field), setter));
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
        String name = ParameterModel.nameOf(field);
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
