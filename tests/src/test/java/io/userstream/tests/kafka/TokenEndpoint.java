package io.userstream.tests.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.userstream.tests.stack.WebToken;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/**
 * An identity provider with one client: issues tokens for its id and secret (OAuth 2, client
 * credentials).
 */
final class TokenEndpoint implements AutoCloseable {
  static final String CLIENT = "oscar";
  static final String SECRET = "of-oscar";
  static final String ISSUER = "https://issuer.example";
  static final String AUDIENCE = "kafka";

  private static final int VALID_SECONDS = 3_600;

  private final KeyPair pair;
  private final HttpServer server;

  private TokenEndpoint(KeyPair pair, HttpServer server) {
    this.pair = pair;
    this.server = server;
  }

  static TokenEndpoint start() throws IOException {
    KeyPair pair;
    try {
      pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    TokenEndpoint endpoint = new TokenEndpoint(pair, server);
    server.createContext("/token", endpoint::answer);
    server.start();
    return endpoint;
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/token";
  }

  /** Writes the public key as a JSON web key set. */
  Path writeKeys(Path file) throws IOException {
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    return Files.writeString(
        file,
        String.format(
            Locale.ROOT,
            "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\""
                + WebToken.KEY_ID
                + "\",\"use\":\"sig\",\"alg\":\"RS256\","
                + "\"n\":\"%s\",\"e\":\"%s\"}]}",
            WebToken.encoded(unsigned(key.getModulus())),
            WebToken.encoded(unsigned(key.getPublicExponent()))));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String login =
          "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(UTF_8));
      boolean knows = login.equals(exchange.getRequestHeaders().getFirst("Authorization"));
      byte[] body =
          (knows
                  ? "{\"access_token\":\"" + token() + "\",\"token_type\":\"Bearer\"}"
                  : "{\"error\":\"invalid_client\"}")
              .getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(knows ? 200 : 401, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String token() {
    long now = Instant.now().getEpochSecond();
    return WebToken.signed(
        pair.getPrivate(),
        String.format(
            Locale.ROOT,
            "{\"sub\":\"%s\",\"iss\":\"%s\",\"aud\":\"%s\",\"scope\":\"kafka\","
                + "\"iat\":%d,\"exp\":%d}",
            CLIENT,
            ISSUER,
            AUDIENCE,
            now,
            now + VALID_SECONDS));
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
