package io.userstream.tests.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** An exchange whose request is a text, with the rules of the JDK's server, without a socket. */
final class RequestText extends HttpExchange {
  private static final InetSocketAddress ADDRESS =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  /** For a response without a body. */
  private static final long NO_BODY = -1;

  private final String method;
  private final URI uri;
  private final Headers requestHeaders = new Headers();
  private final Headers responseHeaders = new Headers();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int status = -1;
  private int responses;
  private long announcedBytes;
  private boolean isClosed;

  private RequestText(String method, URI uri) {
    this.method = method;
    this.uri = uri;
  }

  /**
   * Parses a request.
   *
   * @throws URISyntaxException if the target is no URI
   * @throws IllegalArgumentException if the request line or a header is not well-formed
   */
  static RequestText parse(String text) throws URISyntaxException {
    List<String> lines = Splitter.onPattern("\r?\n").splitToList(text);
    List<String> words = Splitter.on(' ').splitToList(lines.get(0));
    if (words.size() < 3) {
      throw new IllegalArgumentException("bad request line");
    }
    RequestText request = new RequestText(words.get(0), new URI(words.get(1)));
    for (String line : lines.subList(1, lines.size())) {
      if (line.isEmpty()) {
        break;
      }
      int colon = line.indexOf(':');
      request.requestHeaders.add(
          colon < 0 ? line : line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return request;
  }

  int status() {
    return status;
  }

  /** Returns the headers and the body of the response. */
  String response() {
    return responseHeaders.entrySet() + body.toString(UTF_8);
  }

  /** Returns whether there was one response, with as many bytes as announced. */
  boolean isComplete() {
    return responses == 1
        && isClosed
        && body.size() == Math.max(announcedBytes, 0)
        && (!method.equals("HEAD") || announcedBytes == NO_BODY);
  }

  @Override
  public Headers getRequestHeaders() {
    return requestHeaders;
  }

  @Override
  public Headers getResponseHeaders() {
    return responseHeaders;
  }

  @Override
  public URI getRequestURI() {
    return uri;
  }

  @Override
  public String getRequestMethod() {
    return method;
  }

  @Override
  public void close() {
    isClosed = true;
  }

  @Override
  public InputStream getRequestBody() {
    return InputStream.nullInputStream();
  }

  @Override
  public OutputStream getResponseBody() {
    return body;
  }

  @Override
  public void sendResponseHeaders(int code, long length) {
    responses++;
    status = code;
    announcedBytes = length;
  }

  @Override
  public int getResponseCode() {
    return status;
  }

  @Override
  public InetSocketAddress getRemoteAddress() {
    return ADDRESS;
  }

  @Override
  public InetSocketAddress getLocalAddress() {
    return ADDRESS;
  }

  @Override
  public String getProtocol() {
    return "HTTP/1.1";
  }

  @Override
  public HttpContext getHttpContext() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object getAttribute(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setAttribute(String name, Object value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setStreams(InputStream in, OutputStream out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public HttpPrincipal getPrincipal() {
    return null;
  }
}
