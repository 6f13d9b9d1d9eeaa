package io.osapi.adapters.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Sends bytes that no HTTP client would send. */
final class RawClient implements AutoCloseable {
  /** Longer than anything that a test waits for. */
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;

  RawClient(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
  }

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Everything up to the end of the connection; the server has to end it. */
  String readToEnd() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** One answer with a length; the connection may go on. */
  Answer read() throws IOException {
    var head = readHead().head();
    var body = in.readNBytes(Integer.parseInt(headerOf(head, "Content-Length")));
    return new Answer(head, new String(body, StandardCharsets.UTF_8));
  }

  /** An answer without a body, to HEAD. */
  Answer readHead() throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the connection ended in the head: " + head);
      }
      head.append((char) next);
    }
    return new Answer(head.toString(), "");
  }

  record Answer(String head, String body) {
    int status() {
      return Integer.parseInt(head.split(" ")[1]);
    }

    String header(String name) {
      return headerOf(head, name);
    }

    Map<String, Object> json() {
      return JsonText.readObject(body.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String headerOf(String head, String name) {
    return head.lines()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
