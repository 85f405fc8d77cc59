package io.userstream.model;

import java.util.HashMap;
import java.util.Map;
import javax.annotation.Nullable;

/**
 * The fields that are read from a user of the API, by their JSON paths. Other fields (passwords,
 * salts, hashes, the national id, titles, ages, small portraits) are never read.
 */
enum ApiField {
  UUID("login.uuid", WireField.ID, Form.UUID),
  USERNAME("login.username", WireField.USERNAME, Form.TEXT),
  FIRST("name.first", WireField.FIRST_NAME, Form.TEXT),
  LAST("name.last", WireField.LAST_NAME, Form.TEXT),
  GENDER("gender", WireField.GENDER, Form.TEXT),
  STREET_NUMBER("location.street.number", WireField.STREET, Form.STREET_NUMBER),
  STREET_NAME("location.street.name", WireField.STREET, Form.STREET_NAME),
  CITY("location.city", WireField.CITY, Form.TEXT),
  STATE("location.state", WireField.STATE, Form.TEXT),
  COUNTRY("location.country", WireField.COUNTRY, Form.TEXT),
  POSTCODE("location.postcode", WireField.POSTCODE, Form.TEXT_OR_DIGITS),
  LATITUDE("location.coordinates.latitude", WireField.LATITUDE, Form.DECIMAL),
  LONGITUDE("location.coordinates.longitude", WireField.LONGITUDE, Form.DECIMAL),
  OFFSET("location.timezone.offset", WireField.TIMEZONE_OFFSET, Form.UTC_OFFSET),
  EMAIL("email", WireField.EMAIL, Form.TEXT),
  DOB("dob.date", WireField.DATE_OF_BIRTH, Form.INSTANT),
  REGISTERED("registered.date", WireField.REGISTERED_AT, Form.INSTANT),
  PHONE("phone", WireField.PHONE, Form.TEXT),
  CELL("cell", WireField.CELL, Form.TEXT),
  PICTURE("picture.large", WireField.PICTURE, Form.TEXT),
  NAT("nat", WireField.NATIONALITY, Form.TEXT);

  /** The format in which the API writes a value. */
  enum Form {
    TEXT,
    /** Text, or a JSON number if the value has only digits and no leading zero. */
    TEXT_OR_DIGITS,
    /** A number as text: {@code "-34.9050"}. */
    DECIMAL,
    /** {@code "+9:30"}. */
    UTC_OFFSET,
    INSTANT,
    UUID,
    STREET_NUMBER,
    STREET_NAME
  }

  /** The root of the tree that the paths form: the user object itself. */
  static final Node USER = new Node("", null);

  static {
    for (ApiField field : values()) {
      USER.add(field);
    }
  }

  private final String path;
  private final WireField wireField;
  private final Form form;

  ApiField(String path, WireField wireField, Form form) {
    this.path = path;
    this.wireField = wireField;
    this.form = form;
  }

  /** The JSON path of the value, used in messages. */
  String path() {
    return path;
  }

  WireField wireField() {
    return wireField;
  }

  Form form() {
    return form;
  }

  /** A JSON object of the API's user with the members to read, or a single value. */
  static final class Node {
    private final String path;
    @Nullable private final ApiField value;
    private final Map<String, Node> members = new HashMap<>();

    private Node(String path, @Nullable ApiField value) {
      this.path = path;
      this.value = value;
    }

    private void add(ApiField field) {
      String[] names = field.path.split("\\.", -1);
      Node node = this;
      for (int i = 0; i < names.length; i++) {
        String path = node.path.isEmpty() ? names[i] : node.path + "." + names[i];
        ApiField value = i == names.length - 1 ? field : null;
        node = node.members.computeIfAbsent(names[i], name -> new Node(path, value));
      }
    }

    String path() {
      return path;
    }

    /** The value at this path, or null if there is an object. */
    @Nullable
    ApiField value() {
      return value;
    }

    /**
     * Returns whether an unlisted member is a secret, which raw users do not contain either: the
     * password, salt and hashes of the login, and the national id.
     */
    boolean isSecret(String name) {
      return path.equals("login") || (path.isEmpty() && name.equals("id"));
    }

    /** Returns the member with that name, or null if it is not read. */
    @Nullable
    Node member(String name) {
      return members.get(name);
    }
  }
}
