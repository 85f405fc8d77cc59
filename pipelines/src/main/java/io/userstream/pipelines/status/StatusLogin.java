package io.userstream.pipelines.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Ascii;
import io.userstream.io.options.OptionReader;
import io.userstream.io.options.SecretReference;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * Who may read the status. A password or token is resolved for each request, so that a rotated one
 * counts at once. Immutable.
 *
 * @param username of basic authentication; null for none
 * @param password of basic authentication; null for none
 * @param token of bearer authentication; null for none
 * @param openProbes whether probes need no login
 */
record StatusLogin(
    @Nullable String username,
    @Nullable SecretReference password,
    @Nullable SecretReference token,
    boolean openProbes) {
  /** Everybody may read. */
  static final StatusLogin NONE = new StatusLogin(null, null, null, false);

  static StatusLogin read(StatusOptions options, OptionReader reader) {
    String username = options.getStatusUsername();
    if (username != null && options.getStatusPassword() == null) {
      reader.reject("statusUsername", "needs --statusPassword");
    }
    if (username == null && options.getStatusPassword() != null) {
      reader.reject("statusPassword", "needs --statusUsername");
    }
    if (username != null && username.contains(":")) {
      reader.reject("statusUsername", username, "must not contain a colon");
    }
    return new StatusLogin(
        username,
        reader.secret("statusPassword", options.getStatusPassword()).orElse(null),
        reader.secret("statusToken", options.getStatusToken()).orElse(null),
        options.getStatusProbesOpen());
  }

  boolean isNone() {
    return password == null && token == null;
  }

  /**
   * Returns whether a request may be answered.
   *
   * @param authorization the header of the request, or null
   * @throws IllegalArgumentException if the password or token cannot be resolved any more
   */
  boolean accepts(@Nullable String authorization) {
    if (isNone()) {
      return true;
    }
    return is(authorization, "Basic ", basic()) || is(authorization, "Bearer ", bearer());
  }

  /** Returns the value of the header {@code WWW-Authenticate}. */
  String challenge() {
    return password == null ? "Bearer" : "Basic realm=\"userstream\", charset=\"UTF-8\"";
  }

  private Optional<String> basic() {
    return Optional.ofNullable(password)
        .map(
            secret ->
                Base64.getEncoder()
                    .encodeToString((username + ":" + secret.resolve()).getBytes(UTF_8)));
  }

  private Optional<String> bearer() {
    return Optional.ofNullable(token).map(SecretReference::resolve);
  }

  /** Compares in a time that does not depend on the content. Schemes ignore case. */
  private static boolean is(
      @Nullable String authorization, String scheme, Optional<String> expected) {
    return expected.isPresent()
        && authorization != null
        && Ascii.toLowerCase(authorization).startsWith(Ascii.toLowerCase(scheme))
        && MessageDigest.isEqual(
            authorization.substring(scheme.length()).strip().getBytes(UTF_8),
            expected.get().getBytes(UTF_8));
  }
}
