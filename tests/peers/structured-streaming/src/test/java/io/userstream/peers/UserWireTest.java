package io.userstream.peers;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.userstream.io.cassandra.CreatedUsersTable;
import io.userstream.io.cassandra.UserColumn;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;
import org.junit.Test;

public class UserWireTest {
  private static final Pattern FIELD = Pattern.compile("user\\.(\\w+)");

  @Test
  public void everyColumnOfTheTableIsWritten() {
    assertThat(
        UserWire.COLUMNS.stream()
            .map(column -> column.substring(column.lastIndexOf(" AS ") + 4))
            .collect(Collectors.toList()),
        contains(CreatedUsersTable.columns().stream().map(UserColumn::name).toArray()));
  }

  @Test
  public void everyFieldOfTheWireIsUsed() {
    StructType schema = UserWire.schema();
    assertThat(
        UserWire.COLUMNS.stream()
            .flatMap(column -> FIELD.matcher(column).results())
            .map((MatchResult field) -> field.group(1))
            .collect(Collectors.toCollection(TreeSet::new)),
        is(new TreeSet<>(Arrays.asList(schema.fieldNames()))));
  }
}
