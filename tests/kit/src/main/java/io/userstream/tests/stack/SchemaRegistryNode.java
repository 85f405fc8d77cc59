package io.userstream.tests.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/**
 * A real schema registry, Apicurio, on 127.0.0.1. It keeps its port, and the schemas with their
 * ids, across stops, kills and restarts.
 */
public final class SchemaRegistryNode extends StackServer {
  /** Measured: 4 to 5 s on two idle cores. A busy machine takes several times as long. */
  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  private final String scheme;
  private final int port;

  private SchemaRegistryNode(String scheme, int port, ServerProcess process) {
    super(process, log -> log.contains("Listening on: "), START_LIMIT);
    this.scheme = scheme;
    this.port = port;
  }

  static SchemaRegistryNode prepare(
      @Nullable CertificateAuthority authority, @Nullable StackUsers users, ServerContext context) {
    int port = FreePorts.next();
    Path data = context.newDirectory("registry").resolve("schemas");
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dquarkus.http.host=127.0.0.1",
                // Writes through, so an acknowledged schema survives a kill.
                "-Dquarkus.datasource.jdbc.url=jdbc:h2:file:" + data + ";WRITE_DELAY=0"));
    options.addAll(
        authority == null
            ? List.of("-Dquarkus.http.port=" + port)
            : tls(authority.issue("registry", List.of("127.0.0.1")), port));
    if (users != null) {
      options.addAll(
          List.of(
              "-Dregistry.auth.enabled=true",
              "-Dregistry.auth.role-based-authorization=true",
              // Tokens are verified with the key alone: there is no identity provider.
              "-Dquarkus.oidc.auth-server-url=",
              "-Dquarkus.oidc.public-key=" + users.tokenKey(),
              "-Dquarkus.oidc.roles.role-claim-path=groups"));
    }
    return new SchemaRegistryNode(
        authority == null ? "http" : "https",
        port,
        context.server(
            "registry",
            new ChildCommand(
                context.registryJar().toString(),
                options,
                "io.quarkus.runner.GeneratedMain",
                List.of())));
  }

  private static List<String> tls(IssuedCertificate certificate, int port) {
    String ssl = "-Dquarkus.http.ssl.";
    return List.of(
        "-Dquarkus.http.insecure-requests=disabled",
        "-Dquarkus.http.ssl-port=" + port,
        ssl + "certificate.key-store-file=" + certificate.keyStore(),
        ssl + "certificate.key-store-password=" + IssuedCertificate.STORE_PASSWORD);
  }

  /** Returns the address of its Confluent API, for {@code --schemaRegistry}. */
  public String url() {
    return scheme + "://127.0.0.1:" + port + "/apis/ccompat/v7";
  }
}
