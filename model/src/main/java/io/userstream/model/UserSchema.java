package io.userstream.model;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.SchemaProvider;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * The Beam schema of a {@link User}: flat, with the fields of {@code user.avsc} in the same order.
 *
 * <p>Beam's own {@code AutoValueSchema} recognizes only getters that start with {@code get} or
 * {@code is}. For other classes it silently creates an empty schema, and the coder then writes
 * empty rows.
 *
 * <p>Instantiated by Beam.
 */
public final class UserSchema implements SchemaProvider {
  private static final long serialVersionUID = 1L;

  static final Schema SCHEMA = makeSchema();

  private static Schema makeSchema() {
    Schema.Builder schema = Schema.builder();
    for (WireField field : WireField.all()) {
      Schema.FieldType type =
          switch (field.kind()) {
            case TEXT -> Schema.FieldType.STRING;
            case NUMBER -> Schema.FieldType.DOUBLE;
            case INTEGER -> Schema.FieldType.INT32;
            case INSTANT -> Schema.FieldType.DATETIME;
          };
      schema.addField(field.wireName(), type.withNullable(!field.isRequired()));
    }
    return schema.build();
  }

  static Row toRow(User user) {
    List<Object> values = new ArrayList<>(WireField.all().size());
    for (WireField field : WireField.all()) {
      values.add(field.of(user));
    }
    return Row.withSchema(SCHEMA).attachValues(values);
  }

  static User fromRow(Row row) {
    WireUser user = new WireUser();
    for (WireField field : WireField.all()) {
      user.set(field, row.getValue(field.wireName()));
    }
    return user.toUser();
  }

  @Override
  public <T> Schema schemaFor(TypeDescriptor<T> type) {
    return SCHEMA;
  }

  @Override
  public <T> SerializableFunction<T, Row> toRowFunction(TypeDescriptor<T> type) {
    return user -> toRow((User) user);
  }

  @Override
  @SuppressWarnings("unchecked") // Beam asks for the type that names this class in its annotation.
  public <T> SerializableFunction<Row, T> fromRowFunction(TypeDescriptor<T> type) {
    return row -> (T) fromRow(row);
  }
}
