package io.osapi.product;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The API of an {@link Installation} for one caller, asked by plain HTTP. */
final class Rest implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI root;
  private final String token;

  Rest(Installation osapi, String token) {
    this.root = URI.create("http://127.0.0.1:" + osapi.apiPort);
    this.token = token;
  }

  record Answer(int status, Map<String, Object> body) {

    /** What a member holds, where it is a list of objects. */
    @SuppressWarnings("unchecked") // as the contract has it
    List<Map<String, Object>> list(String member) {
      return (List<Map<String, Object>>) body.get(member);
    }
  }

  Answer get(String path) throws IOException, InterruptedException {
    return ask("GET", path, Map.of());
  }

  /**
   * @param body none if it is empty
   */
  Answer ask(String method, String path, Map<String, ?> body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(root.resolve("/api/v1" + path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method,
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json(body)))
            .build();
    var response = http.send(request, BodyHandlers.ofString());
    return new Answer(response.statusCode(), object(response.body()));
  }

  static String json(Map<String, ?> object) {
    return JSON.writeValueAsString(object);
  }

  static Map<String, Object> object(String json) {
    return json.isEmpty() ? Map.of() : JSON.readValue(json, new TypeReference<>() {});
  }

  @Override
  public void close() {
    http.close();
  }
}
