package io.osapi.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenRevokeTest {
  private static final String REVOKED =
      "{\"id\":\"some-id\",\"until\":\"2026-02-01T12:05:00.000Z\"}";

  private final RecordedApi api = new RecordedApi().on("POST /api/v1/tokens/revoke", 200, REVOKED);
  private final Shell shell = Shell.at(api);

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void a_token_is_called_back_by_its_id() {
    var outcome = shell.run("token", "revoke", "--id", "some-id");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("some-id").contains("2026-02-01");
    assertThat(api.last().body()).isEqualTo("{\"id\":\"some-id\"}");
    assertThat(api.last().authorization()).contains("Bearer a.b.c");
  }

  @Test
  void of_a_file_or_standard_input_only_id_and_expiry_are_sent(@TempDir Path directory)
      throws IOException {
    var token = token("{\"jti\":\"some-id\",\"exp\":1769947200}");
    var file = Files.writeString(directory.resolve("token"), token + "\n");
    var sent = "{\"id\":\"some-id\",\"until\":\"2026-02-01T12:00:00Z\"}";

    assertThat(shell.run("token", "revoke", "--token", file.toString()).code()).isZero();
    assertThat(api.last().body()).isEqualTo(sent);
    assertThat(shell.typing(token).run("token", "revoke", "--token", "-").code()).isZero();
    assertThat(api.last().body()).isEqualTo(sent);
  }

  @Test
  void until_when_can_be_said() {
    shell.run("token", "revoke", "--id", "some-id", "--until", "2026-02-03T00:00:00Z");

    assertThat(api.last().body()).contains("\"until\":\"2026-02-03T00:00:00Z\"");
  }

  @Test
  void without_one_token_and_a_time_nothing_is_sent() {
    for (var words :
        List.of(
            List.of("token", "revoke"),
            List.of("token", "revoke", "--id", "a", "--token", "-"),
            List.of("token", "revoke", "--id", "a", "--until", "tomorrow"),
            List.of("token", "revoke", "--token", "/no/such/file"))) {
      assertThat(shell.run(words.toArray(String[]::new)).code()).as(words.toString()).isEqualTo(2);
    }
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void what_is_no_token_is_refused_and_not_repeated() {
    for (var text : new String[] {"", "secret", "a.b", "a.!.c", "a.e30.c", token("[]"), "a..c"}) {
      var outcome = shell.typing(text).run("token", "revoke", "--token", "-");

      assertThat(outcome.code()).as(text).isEqualTo(2);
      assertThat(outcome.err()).doesNotContain("secret");
    }
    var asFile = shell.run("token", "revoke", "--token", "not.a.file");
    assertThat(asFile.err()).doesNotContain("not.a.file");
  }

  private static String token(String claims) {
    var payload =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    return "e30." + payload + ".c2ln";
  }
}
