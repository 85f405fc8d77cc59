package io.userstream.model;

import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.SchemaProvider;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * The Beam schema of a {@link UserChange}: its id and its nullable user. {@link UserSchema}
 * explains why Beam's own provider is not used. Instantiated by Beam.
 */
public final class UserChangeSchema implements SchemaProvider {
  private static final long serialVersionUID = 1L;

  static final Schema SCHEMA =
      Schema.builder()
          .addStringField("id")
          .addNullableField("user", Schema.FieldType.row(UserSchema.SCHEMA))
          .build();

  private static Row toRow(UserChange change) {
    User user = change.user();
    return Row.withSchema(SCHEMA)
        .attachValues(Arrays.asList(change.id(), user == null ? null : UserSchema.toRow(user)));
  }

  private static UserChange fromRow(Row row) {
    Row user = row.getRow("user");
    return user == null
        ? UserChange.erase(row.getString("id"))
        : UserChange.keep(UserSchema.fromRow(user));
  }

  @Override
  public <T> Schema schemaFor(TypeDescriptor<T> type) {
    return SCHEMA;
  }

  @Override
  public <T> SerializableFunction<T, Row> toRowFunction(TypeDescriptor<T> type) {
    return change -> toRow((UserChange) change);
  }

  @Override
  @SuppressWarnings("unchecked") // Beam asks for the type that names this class in its annotation.
  public <T> SerializableFunction<Row, T> fromRowFunction(TypeDescriptor<T> type) {
    return row -> (T) fromRow(row);
  }
}
