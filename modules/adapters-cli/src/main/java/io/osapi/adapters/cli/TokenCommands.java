package io.osapi.adapters.cli;

import io.osapi.adapters.cli.Cli.TokenReport;
import io.osapi.domain.access.Role;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Makes and checks tokens, where the signing key is. */
final class TokenCommands {
  private static final Duration USUAL_LIFETIME = Duration.ofHours(24);

  /** A token cannot be called back, so that it must end by itself. */
  private static final Duration LONGEST_LIFETIME = Duration.ofDays(90);

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
                        + " (default: the one that is configured)")));
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
    document.put("subject", valid.subject());
    document.put("roles", valid.roles());
    document.put("audience", valid.audience());
    valid.issuedAt().ifPresent(at -> document.put("issued_at", at.toString()));
    document.put("expires_at", valid.expiresAt().toString());
    return document;
  }
}
