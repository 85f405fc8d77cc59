package io.userstream.tests.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.common.base.Splitter;
import io.userstream.io.http.HttpExchanges;
import io.userstream.io.registry.RegistryClient;
import io.userstream.io.registry.RegistryConnection;
import io.userstream.io.registry.UnreadableSchemaException;
import io.userstream.io.registry.UsersSubject;
import io.userstream.model.RejectedUserException;
import io.userstream.model.UserAvro;
import io.userstream.model.UserRecordDecoder;
import io.userstream.runloop.servers.ServerException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Responses of a schema registry. The first line of an input is the request; the responses follow,
 * separated by lines of {@value #SEPARATOR}. A response is a line with the status, and the body.
 */
final class RegistryTarget implements FuzzTarget {
  static final List<String> WORDS =
      TargetKind.words(
          "byId versions register compatibility setCompatibility 200 401 403 404 409 422 500 %%"
              + " {\"schema\":\" \"schema\": \"id\": \"version\": \"subject\": \"references\":[{"
              + " \"schemaType\":\"JSON\" \"error_code\":40401 \"error_code\":40402"
              + " \"error_code\":40403 \"error_code\":40408 \"message\": \"compatibilityLevel\":"
              + " \\\"type\\\":\\\"record\\\" \\\"type\\\":\\\"enum\\\" \\\"type\\\":\\\"fixed\\\""
              + " \\\"type\\\":\\\"array\\\" \\\"type\\\":\\\"map\\\" \\\"type\\\":\\\"union\\\""
              + " \\\"items\\\": \\\"values\\\": \\\"symbols\\\":[\\\"A\\\",\\\"A\\\"] \\\"size\\\":-1"
              + " \\\"fields\\\":[ \\\"name\\\":\\\"User\\\" \\\"namespace\\\":\\\"a..b\\\""
              + " \\\"aliases\\\":[ \\\"default\\\": \\\"order\\\":\\\"x\\\""
              + " \\\"logicalType\\\":\\\"decimal\\\" \\\"precision\\\":-1 \\\"scale\\\":99"
              + " \\\"null\\\" \\\"string\\\" \\\"io.userstream.User\\\" [\\\"null\\\",\\\"null\\\"]"
              + " {\\\"type\\\": <html> <head> <title> </title> <style> </style> <script> </script>"
              + " <!-- --> <body> <",
          "<!-- --> ", "access denied", "\n%%\n200\n");

  private static final String SEPARATOR = "%%";

  /** No request needs more responses than a schema has references. */
  private static final int MAX_REQUESTS = 300;

  private static final RegistryConnection CONNECTION =
      RegistryConnection.of("http://registry.example:8081");

  private static final byte[] HEADER_AND_ID =
      "\0\0\0\0\7H4f3f8fb1-f9e0-44d6-a24d-80b583290309".getBytes(ISO_8859_1);

  @Override
  public boolean feed(byte[] input) throws Exception {
    List<String> parts =
        Splitter.on("\n" + SEPARATOR + "\n").splitToList(new String(input, ISO_8859_1));
    int endOfLine = parts.get(0).indexOf('\n');
    String request = parts.get(0).substring(0, Math.max(0, endOfLine));
    Responses responses = new Responses(parts.get(0).substring(endOfLine + 1), parts);
    try {
      ask(request, new RegistryClient(CONNECTION, unused -> responses.next()));
      return true;
    } catch (IOException | ServerException | UnreadableSchemaException e) {
      MessageRules.requireOneLine(e);
      return false;
    } catch (RejectedUserException e) {
      MessageRules.requireFixedWords(e);
      return true;
    }
  }

  private static void ask(String request, RegistryClient registry)
      throws IOException, RejectedUserException {
    switch (request) {
      case "versions" -> {
        UsersSubject subject = UsersSubject.of(registry, "users_created").requireReadable();
        int unused = subject.requireOwnId();
      }
      case "register" -> {
        int unused = registry.register("users_created-value", UserAvro.SCHEMA);
      }
      case "compatibility" -> {
        Optional<String> unused = registry.compatibility("users_created-value");
      }
      case "setCompatibility" -> registry.setCompatibility("users_created-value", "FULL");
      default -> decodeWith(registry.byId(7));
    }
  }

  private static void decodeWith(Optional<Schema> schema) throws RejectedUserException {
    if (schema.isPresent()) {
      new UserRecordDecoder(id -> schema.get())
          .decode("4f3f8fb1-f9e0-44d6-a24d-80b583290309".getBytes(ISO_8859_1), HEADER_AND_ID);
    }
  }

  /** Returns the responses of an input. The last one is repeated. */
  private static final class Responses {
    private final String first;
    private final List<String> parts;
    private int asked;

    Responses(String first, List<String> parts) {
      this.first = first;
      this.parts = parts;
    }

    HttpExchanges.Answer next() throws IOException {
      if (asked == MAX_REQUESTS) {
        throw new IOException("no more responses");
      }
      int index = Math.min(asked++, parts.size() - 1);
      String part = index == 0 ? first : parts.get(index);
      int endOfLine = part.indexOf('\n');
      String status = endOfLine < 0 ? "" : part.substring(0, endOfLine);
      return new HttpExchanges.Answer(
          status.matches("[1-9][0-9]{2}") ? Integer.parseInt(status) : 200,
          part.substring(endOfLine + 1).getBytes(ISO_8859_1));
    }
  }
}
