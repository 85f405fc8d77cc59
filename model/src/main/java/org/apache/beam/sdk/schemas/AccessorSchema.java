package org.apache.beam.sdk.schemas;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.beam.sdk.schemas.annotations.SchemaIgnore;
import org.apache.beam.sdk.schemas.utils.AutoValueUtils;
import org.apache.beam.sdk.schemas.utils.ByteBuddyUtils.DefaultTypeConversionsFactory;
import org.apache.beam.sdk.schemas.utils.FieldValueTypeSupplier;
import org.apache.beam.sdk.schemas.utils.JavaBeanUtils;
import org.apache.beam.sdk.schemas.utils.ReflectUtils;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * The schema of an AutoValue class whose accessors have plain names, {@code id()} and not {@code
 * getId()}: a field for each abstract method without parameters, {@code toBuilder} excepted.
 *
 * <p>Beam's own {@link AutoValueSchema} knows prefixed getters only. Of a class without them it
 * makes a schema of no fields at all, silently, and a coder that loses everything.
 *
 * <p>In Beam's package because a {@link FieldValueTypeInformation} cannot be built outside of it.
 */
public final class AccessorSchema extends AutoValueSchema {
  private static final long serialVersionUID = 1L;

  @Override
  public <T> Schema schemaFor(TypeDescriptor<T> type) {
    return JavaBeanUtils.schemaFromJavaBeanClass(type, Accessors.INSTANCE);
  }

  @Override
  public <T> List<FieldValueGetter<T, Object>> fieldValueGetters(
      TypeDescriptor<T> type, Schema schema) {
    return JavaBeanUtils.getGetters(
        type, schema, Accessors.INSTANCE, new DefaultTypeConversionsFactory());
  }

  @Override
  public List<FieldValueTypeInformation> fieldValueTypeInformations(
      TypeDescriptor<?> type, Schema schema) {
    return JavaBeanUtils.getFieldTypes(type, schema, Accessors.INSTANCE);
  }

  @Override
  public SchemaUserTypeCreator schemaTypeCreator(TypeDescriptor<?> type, Schema schema) {
    Method annotated = ReflectUtils.getAnnotatedCreateMethod(type.getRawType());
    if (annotated != null) {
      return JavaBeanUtils.getStaticCreator(
          type, annotated, schema, Accessors.INSTANCE, new DefaultTypeConversionsFactory());
    }
    SchemaUserTypeCreator builder =
        AutoValueUtils.getBuilderCreator(type, schema, Accessors.INSTANCE);
    SchemaUserTypeCreator creator =
        builder != null
            ? builder
            : AutoValueUtils.getConstructorCreator(type, schema, Accessors.INSTANCE);
    if (creator == null) {
      throw new IllegalStateException(type + " has no way to create it that a schema could use");
    }
    return creator;
  }

  /** Finds the accessors, by name. */
  private static final class Accessors implements FieldValueTypeSupplier {
    private static final long serialVersionUID = 1L;
    private static final Accessors INSTANCE = new Accessors();

    @Override
    public List<FieldValueTypeInformation> get(TypeDescriptor<?> type) {
      List<Method> accessors =
          ReflectUtils.getMethods(AutoValueUtils.getBaseAutoValueClass(type).getRawType()).stream()
              .filter(method -> Modifier.isAbstract(method.getModifiers()))
              .filter(method -> method.getParameterCount() == 0)
              .filter(method -> !method.getName().equals("toBuilder"))
              .filter(method -> !method.isAnnotationPresent(SchemaIgnore.class))
              .sorted(Comparator.comparing(Method::getName))
              .toList();
      List<FieldValueTypeInformation> fields = new ArrayList<>();
      for (Method accessor : accessors) {
        fields.add(field(accessor, fields.size()));
      }
      return fields;
    }

    @SuppressWarnings("AutoValueSubclassLeaked") // Its own builder has no other way in.
    private static FieldValueTypeInformation field(Method accessor, int number) {
      TypeDescriptor<?> type = TypeDescriptor.of(accessor.getGenericReturnType());
      return new AutoValue_FieldValueTypeInformation.Builder()
          .setNumber(number)
          .setName(accessor.getName())
          .setNullable(isNullable(accessor))
          .setType(type)
          .setRawType(type.getRawType())
          .setMethod(accessor)
          .setElementType(FieldValueTypeInformation.getIterableComponentType(type))
          .setOneOfTypes(java.util.Map.of())
          .build();
    }

    private static boolean isNullable(Method accessor) {
      return accessor.isAnnotationPresent(Nullable.class)
          || Arrays.stream(accessor.getAnnotatedReturnType().getAnnotations())
              .anyMatch(
                  annotation -> annotation.annotationType().getSimpleName().equals("Nullable"));
    }
  }
}
