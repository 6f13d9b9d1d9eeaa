package io.osapi.adapters.cli;

import io.osapi.adapters.cli.Cli.TokenReport;
import io.osapi.domain.access.Role;
import io.osapi.domain.access.TokenId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Makes and checks tokens, where the signing key is, and calls them back, by the API. */
final class TokenCommands {
  private static final Duration USUAL_LIFETIME = Duration.ofHours(24);

  private static final Duration LONGEST_LIFETIME = TokenId.MAX_LIFETIME;

  /** Longer than any token that a server takes. */
  private static final int MAX_TOKEN_BYTES = 64 * 1024;

  private TokenCommands() {}

  static CommandSpec words() {
    return CommandSpec.create()
        .addSubcommand(
            "generate",
            Commands.command(
                "Make a token; needs api.server.security.signing_key",
                TokenCommands::generate,
                Commands.requiredText("-r --roles", "<a,b,…>", "Out of read, write, admin"),
                Commands.requiredText("-u --subject", "<name>", "Whom the token is for"),
                Commands.duration(
                    "--expires-in", "How long it is valid (default: 24h, at most 90d)")))
        .addSubcommand(
            "validate",
            Commands.command(
                "Check a token and say what it allows",
                TokenCommands::validate,
                Commands.text(
                    "-t --token",
                    "<token>",
                    "The token, or - to read it from standard input, which no other user can see"
                        + " (default: the one that is configured)")))
        .addSubcommand(
            "revoke",
            Commands.command(
                "Call a token back; needs a token with the role admin",
                TokenCommands::revoke,
                Commands.text("--id", "<id>", "Its id, as 'osapi token validate' shows it"),
                Commands.text(
                    "--token", "<file>", "A file with the token; - reads it from standard input"),
                Commands.text(
                    "--until",
                    "<time>",
                    "When it expires, such as 2026-03-31T12:00:00Z (default: what the token says,"
                        + " or 90 days from now)")));
  }

  private static int generate(Call call) {
    var lifetime = call.value("--expires-in", Duration.class).orElse(USUAL_LIFETIME);
    if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(LONGEST_LIFETIME) > 0) {
      throw Refusals.usage("--expires-in must be from 1s to 90d.");
    }
    var roles = roles(call.text("--roles").orElseThrow());
    var subject = call.text("--subject").orElseThrow();
    call.terminal().data(call.product().issueToken(call.globals(), subject, roles, lifetime));
    return Exit.OK;
  }

  private static List<Role> roles(String text) {
    return Stream.of(text.split(",", -1))
        .map(String::strip)
        .map(name ->
            Role.named(name)
                .orElseThrow(() ->
                    Refusals.usage(
                        "--roles must be out of read, write, admin, not '" + name + "'.")))
        .distinct()
        .toList();
  }

  private static int validate(Call call) {
    return switch (call.product().validateToken(call.globals(), token(call))) {
      case TokenReport.Valid valid -> {
        call.print(View.facts(document(valid), "subject"));
        yield Exit.OK;
      }
      case TokenReport.Invalid(var reason) ->
          throw new Cli.Refused(
              Exit.NOT_AUTHENTICATED, List.of("The token is not valid: " + reason));
    };
  }

  private static int revoke(Call call) {
    var named = named(call);
    var body = new LinkedHashMap<String, Object>();
    body.put("id", named.id());
    call.text("--until")
        .map(TokenCommands::time)
        .or(named::expiresAt)
        .ifPresent(until -> body.put("until", until.toString()));
    var answer = call.api().ask(Api.Request.of("POST", Api.BASE + "/tokens/revoke").body(body));
    call.print(View.facts(answer, "id"));
    return Exit.OK;
  }

  private static ClaimedToken named(Call call) {
    var id = call.text("--id");
    var file = call.text("--token");
    if (id.isPresent() == file.isPresent()) {
      throw Refusals.usage("Say which token: either --id, or --token with a file.");
    }
    return id.map(text -> new ClaimedToken(text, Optional.empty()))
        .orElseGet(() -> ClaimedToken.read(text(call, file.orElseThrow())));
  }

  private static String text(Call call, String file) {
    if (file.equals("-")) {
      return call.terminal().input();
    }
    try (var content = Files.newInputStream(Path.of(file))) {
      return new String(content.readNBytes(MAX_TOKEN_BYTES), StandardCharsets.UTF_8);
    } catch (IOException | InvalidPathException unreadable) {
      // The name may be a token that was meant for -t: it is not repeated.
      throw Refusals.usage("--token must be a file that can be read, or - for standard input.");
    }
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException none) {
      throw Refusals.usage("--until must be a time such as 2026-03-31T12:00:00Z.");
    }
  }

  private static String token(Call call) {
    var given = call.text("--token").or(() -> call.product().client(call.globals()).bearerToken());
    return switch (given.orElse("")) {
      case "" ->
          throw Refusals.usage(
              "There is no token to check: give one with -t, or set"
                  + " api.client.security.bearer_token.");
      case "-" -> call.terminal().input().strip();
      case String token -> token;
    };
  }

  private static Map<String, Object> document(TokenReport.Valid valid) {
    var document = new LinkedHashMap<String, Object>();
    document.put("id", valid.id());
    document.put("subject", valid.subject());
    document.put("roles", valid.roles());
    document.put("audience", valid.audience());
    valid.issuedAt().ifPresent(at -> document.put("issued_at", at.toString()));
    document.put("expires_at", valid.expiresAt().toString());
    return document;
  }
}
