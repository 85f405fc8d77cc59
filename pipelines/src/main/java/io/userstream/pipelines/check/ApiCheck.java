package io.userstream.pipelines.check;

import io.userstream.io.http.HttpProxy;
import io.userstream.io.randomuser.Api;
import io.userstream.io.randomuser.PageRequest;
import io.userstream.io.randomuser.RandomUserClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Requests one user from the API, and keeps nothing of it. */
final class ApiCheck implements ServerCheck {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Api api;

  ApiCheck(Api api) {
    this.api = api;
  }

  @Override
  public Area area() {
    return Area.API;
  }

  @Override
  public String subject() {
    return "connection";
  }

  @Override
  public void run(Findings findings) throws InterruptedException {
    HttpProxy proxy = api.route().proxy();
    if (proxy == null) {
      HostNames.check(findings, List.of(URI.create(api.source()).getHost()), "--source");
    } else {
      HostNames.check(findings, List.of(proxy.host()), "--apiProxy");
    }
    Object unused =
        new RandomUserClient(api.route(), LIMIT, LIMIT, Duration.ZERO)
            .fetch(
                PageRequest.of(
                    api.source().replaceFirst("/*$", "/"), api.version(), "userstream", 1, 1));
    findings.ok(subject(), api.source() + ", version " + api.version());
  }
}
