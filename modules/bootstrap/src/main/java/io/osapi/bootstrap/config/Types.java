package io.osapi.bootstrap.config;

import io.osapi.domain.problem.Nearest;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types of the keys. */
final class Types {
  /** Longest text of a value, in characters: generous for a path or a URL, harmless in memory. */
  static final int MAX_TEXT_LENGTH = 4096;

  /** A PEM or a token may be long; anything longer than 16 KiB is the wrong file. */
  static final int MAX_SECRET_LENGTH = 16 * 1024;

  /** Where collectors speak OTLP over gRPC by default. */
  private static final int GRPC_PORT = 4_317;

  /** Keys that are replaced one after the other need two; more are only more that can leak. */
  static final int MAX_SECRETS = 8;

  static final Type<Boolean> FLAG =
      Type.ofText("true or false", Types::flag, flag -> Boolean.toString(flag));

  static final Type<Secret> SECRET =
      new Type<>(
          "a text of 1 to " + MAX_SECRET_LENGTH + " characters without line breaks",
          Types::secret,
          _ -> Secret.MASK);

  /** Commas and line breaks part them, so that a file has one a line. */
  static final Type<List<Secret>> SECRETS =
      new Type<>(
          "a list of 1 to " + MAX_SECRETS + " texts without line breaks or commas",
          Types::secrets,
          _ -> Secret.MASK);

  /** An IP literal or a DNS name; whether it exists is found out when it is used. */
  static final Type<String> HOST =
      matching(
          "a host name or an IP address",
          "[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|(?=.*:.*:)[0-9A-Fa-f:.]{2,45}");

  /** What NATS allows for names of streams, buckets and consumers, less what needs quoting. */
  static final Type<String> NATS_NAME =
      matching("1 to 64 letters, digits, '_' or '-'", "[A-Za-z0-9_-]{1,64}");

  /** Not {@code >} alone: a stream on it would take in every message of the server. */
  static final Type<String> SUBJECT =
      matching(
          "a NATS subject such as jobs.>",
          "[A-Za-z0-9_-]{1,64}(?:\\.[A-Za-z0-9_-]{1,64}){0,8}(?:\\.>)?");

  static final Type<String> CLIENT_NAME =
      matching("1 to 64 letters, digits, '.', '_' or '-'", "[A-Za-z0-9._-]{1,64}");

  static final Type<String> USERNAME =
      matching("1 to 256 characters without blanks", "[^\\s\\p{Cntrl}]{1,256}");

  static final Type<Path> PATH =
      Type.ofText("an absolute path, or one below ~/", Types::path, Path::toString);

  static final Type<HostName> HOSTNAME =
      Type.ofText(
          "1 to 254 letters, digits, '.', '_' or '-', beginning and ending with a letter or digit",
          text -> valid(text, HostName.isValid(text), HostName::new),
          HostName::value);

  static final Type<Labels> LABELS =
      new Type<>(
          "at most "
              + Labels.MAX_LABELS
              + " labels such as group=web.dev: keys and dot-separated segments of 1 to 63 letters,"
              + " digits, '_' or '-'",
          raw -> labels(entries("a mapping of labels, or k=v,k=v", raw)),
          labels -> joined(labels.values()));

  /** CORS compares origins as text, so an origin has no path, and no {@code *} either. */
  static final Type<String> ORIGIN =
      matching(
          "an origin such as https://ops.example.com",
          "https?://[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(:[0-9]{1,5})?");

  static final Type<SyncInterval> SYNC_INTERVAL = syncInterval();

  private Types() {}

  static Type<Integer> whole(int min, int max) {
    var rule = "a whole number from " + min + " to " + max;
    return Type.ofText(
        rule, text -> (int) inRange(text, wholeNumber(text), min, max), String::valueOf);
  }

  static Type<Long> wholeLong(long min, long max) {
    var rule = "a whole number from " + min + " to " + max;
    return Type.ofText(rule, text -> inRange(text, wholeNumber(text), min, max), String::valueOf);
  }

  static Type<Long> size(long min, long max) {
    var rule =
        "a size such as 512MiB, from "
            + Quantities.bytesText(min)
            + " to "
            + Quantities.bytesText(max);
    return Type.ofText(
        rule, text -> inRange(text, Quantities.bytes(text), min, max), Quantities::bytesText);
  }

  static Type<Duration> duration(Duration min, Duration max) {
    var rule =
        "a duration such as 30s or 1h30m, from "
            + Quantities.text(min)
            + " to "
            + Quantities.text(max);
    return Type.ofText(
        rule,
        text -> {
          var duration = Quantities.duration(text);
          boolean fits = duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0;
          return valid(text, fits, _ -> duration);
        },
        Quantities::text);
  }

  /** Constants in lower case. */
  static <E extends Enum<E>> Type<E> choice(Class<E> type) {
    Function<E, String> name = value -> value.name().toLowerCase(Locale.ROOT);
    var names = Arrays.stream(type.getEnumConstants()).map(name).toList();
    var rule = (names.size() == 1 ? "" : "one of ") + String.join(", ", names);
    return new Type<>(
        rule,
        raw -> {
          var text =
              Type.ofText(rule, Function.<String>identity(), Function.identity())
                  .reader()
                  .apply(raw);
          int index = names.indexOf(text);
          if (index < 0) {
            throw new Refused(Type.refused(rule, text).getMessage() + Nearest.hint(text, names));
          }
          return type.getEnumConstants()[index];
        },
        name);
  }

  /**
   * A URI with a host, and without a user: credentials have keys of their own, which are masked.
   */
  static Type<URI> uri(String example, Set<String> schemes) {
    return Type.ofText(
        "a URL such as " + example + ", without user and password",
        text -> {
          var uri = URI.create(text);
          boolean usable =
              uri.getScheme() != null
                  && schemes.contains(uri.getScheme())
                  && uri.getHost() != null
                  && uri.getUserInfo() == null
                  && uri.getQuery() == null
                  && uri.getFragment() == null
                  && uri.getPort() <= 65_535;
          return valid(text, usable, _ -> uri);
        },
        URI::toString);
  }

  /** As {@link #uri}, of a collector of traces; what speaks gRPC is told apart, and refused. */
  static Type<URI> collector(String example) {
    var uri = uri(example, Set.of("http", "https", "grpc", "grpcs"));
    return Type.ofText(
        uri.rule(),
        text -> {
          var endpoint = uri.reader().apply(new Raw.Text(text));
          if (endpoint.getScheme().startsWith("grpc") || endpoint.getPort() == GRPC_PORT) {
            throw new Refused(
                "is where collectors speak gRPC; osapi sends OTLP over HTTP, which they take on port"
                    + " 4318: http://"
                    + endpoint.getHost()
                    + ":4318");
          }
          return endpoint;
        },
        URI::toString);
  }

  /** A list of the file, or one text with commas; an empty text is an empty list. */
  static <T> Type<List<T>> list(Type<T> element, int min, int max) {
    var rule = "a list of " + min + " to " + max + ", each " + element.rule();
    return new Type<>(
        rule,
        raw -> {
          var items = items(rule, raw);
          if (items.size() < min || items.size() > max) {
            throw new Refused("must be " + rule + ", not " + items.size());
          }
          return items.stream().map(element.reader()).toList();
        },
        list -> list.stream().map(element.writer()).collect(Collectors.joining(",")));
  }

  /** The pattern is compiled when a value is read: a start reads few, and makes all types. */
  static Type<String> matching(String rule, String pattern) {
    return Type.ofText(
        rule,
        text -> valid(text, Pattern.matches(pattern, text), Function.identity()),
        Function.identity());
  }

  private static Type<SyncInterval> syncInterval() {
    var every = duration(Duration.ofMillis(10), Duration.ofMinutes(10));
    return new Type<>(
        every.rule() + ", or always",
        raw ->
            raw.equals(new Raw.Text("always"))
                ? new SyncInterval.Always()
                : new SyncInterval.Every(every.reader().apply(raw)),
        interval ->
            switch (interval) {
              case SyncInterval.Always _ -> "always";
              case SyncInterval.Every(var duration) -> every.writer().apply(duration);
            });
  }

  private static Boolean flag(String text) {
    return valid(text, text.equals("true") || text.equals("false"), Boolean::valueOf);
  }

  /** Its refusals never repeat the value. */
  private static Secret secret(Raw raw) {
    if (raw instanceof Raw.Text(var text)
        && !text.isEmpty()
        && text.length() <= MAX_SECRET_LENGTH
        && text.chars().noneMatch(Character::isISOControl)) {
      return new Secret(text);
    }
    throw new Refused(
        "must be a text of 1 to " + MAX_SECRET_LENGTH + " characters without line breaks");
  }

  private static List<Secret> secrets(Raw raw) {
    var texts =
        switch (raw) {
          case Raw.Text(var text) -> Arrays.stream(text.split(",|\\R")).map(String::strip).toList();
          case Raw.Items(var items) -> items.stream().map(Types::secretText).toList();
          case Raw.Entries _ -> List.<String>of();
        };
    var secrets =
        texts.stream().filter(text -> !text.isEmpty()).map(text -> secret(new Raw.Text(text)));
    var distinct = secrets.distinct().toList();
    if (distinct.isEmpty() || distinct.size() > MAX_SECRETS) {
      throw new Refused("must be a list of 1 to " + MAX_SECRETS + " texts");
    }
    return distinct;
  }

  private static String secretText(Raw item) {
    if (item instanceof Raw.Text(var text)) {
      return text;
    }
    throw new Refused("must be a list of 1 to " + MAX_SECRETS + " texts, not of mappings");
  }

  /** {@code ~/} is kept for {@link Values}, which knows the home. */
  private static Path path(String text) {
    boolean usable =
        text.length() <= MAX_TEXT_LENGTH && (text.startsWith("/") || text.startsWith("~/"));
    // Path.of refuses a NUL character with an IllegalArgumentException.
    return valid(text, usable, Path::of);
  }

  private static Labels labels(Map<String, String> entries) {
    try {
      return new Labels(entries);
    } catch (ProblemException refused) {
      throw new Refused(
          refused.violations().stream()
              .map(
                  violation -> "'" + violation.pointer().substring(1) + "': " + violation.message())
              .collect(Collectors.joining("; ")));
    }
  }

  private static List<Raw> items(String rule, Raw raw) {
    return switch (raw) {
      case Raw.Text(var text) -> split(text).stream().<Raw>map(Raw.Text::new).toList();
      case Raw.Items(var items) -> items;
      case Raw.Entries _ -> throw new Refused("must be " + rule + ", not a mapping");
    };
  }

  private static Map<String, String> entries(String rule, Raw raw) {
    return switch (raw) {
      case Raw.Text(var text) -> pairs(rule, split(text));
      case Raw.Items _ -> throw new Refused("must be " + rule + ", not a list");
      case Raw.Entries(var entries) -> entries;
    };
  }

  private static Map<String, String> pairs(String rule, List<String> pairs) {
    var entries = new LinkedHashMap<String, String>();
    for (var pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw Type.refused(rule, pair);
      }
      var key = pair.substring(0, equals).strip();
      if (entries.put(key, pair.substring(equals + 1).strip()) != null) {
        throw new Refused("has '" + key + "' twice");
      }
    }
    return entries;
  }

  private static List<String> split(String text) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  private static String joined(Map<String, String> entries) {
    var text = new StringJoiner(",");
    entries.forEach((key, value) -> text.add(key + "=" + value));
    return text.toString();
  }

  private static long wholeNumber(String text) {
    return Long.parseLong(text);
  }

  private static long inRange(String text, long number, long min, long max) {
    return valid(text, number >= min && number <= max, _ -> number);
  }

  static <T> T valid(String text, boolean valid, Function<String, T> maker) {
    if (!valid) {
      throw new IllegalArgumentException(text);
    }
    return maker.apply(text);
  }
}
