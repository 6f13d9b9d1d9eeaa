package io.osapi.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** One API process, asked by plain HTTP. */
record Api(String url, String token, HttpClient http) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  Api(int port, String token) {
    this(
        "http://127.0.0.1:" + port,
        token,
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build());
  }

  record Answer(int status, Map<String, Object> body) {
    String text(String member) {
      return (String) body.get(member);
    }
  }

  /**
   * @throws IOException if there is no answer
   */
  Answer get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  /**
   * @throws IOException if there is no answer; the job may have been accepted all the same
   */
  Answer submit(Map<String, ?> job, String idempotencyKey)
      throws IOException, InterruptedException {
    return send(
        request("/jobs")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", idempotencyKey)
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(job))));
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var answer = http.send(request.build(), BodyHandlers.ofString());
    return new Answer(answer.statusCode(), JSON.readValue(answer.body(), new TypeReference<>() {}));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + "/api/v1" + path))
        .timeout(Duration.ofSeconds(5))
        .header("Authorization", "Bearer " + token);
  }
}
