package io.userstream.io.deadletters;

/**
 * A row of a table that could not become a record.
 *
 * @param table the table
 * @param uuid the row's key
 */
public record RowOrigin(String table, String uuid) implements Origin {
  @Override
  public RowOrigin place() {
    return this;
  }

  @Override
  public String log() {
    return table;
  }

  @Override
  public boolean isSame(Origin other) {
    return equals(other);
  }

  @Override
  public String toString() {
    return table + " " + uuid;
  }
}
