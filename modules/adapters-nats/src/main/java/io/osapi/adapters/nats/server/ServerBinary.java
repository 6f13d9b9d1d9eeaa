package io.osapi.adapters.nats.server;

import io.osapi.adapters.nats.server.NatsServer.StartException;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A nats-server executable of a version that we can work with. */
record ServerBinary(Path path) {
  /** The first with several filters per consumer, batch reads, message TTLs and schedules. */
  static final Version MINIMUM = new Version(2, 12, 0);

  private static final long VERSION_WITHIN_SECONDS = 5;
  private static final int MAX_VERSION_BYTES = 4096;

  record Version(int major, int minor, int patch) implements Comparable<Version> {
    private static final Comparator<Version> ORDER =
        Comparator.comparingInt(Version::major)
            .thenComparingInt(Version::minor)
            .thenComparingInt(Version::patch);
    private static final Pattern PATTERN =
        Pattern.compile("nats-server: v(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})");

    /** Reads what {@code nats-server -v} prints. */
    static Optional<Version> parse(String output) {
      return PATTERN
          .matcher(output)
          .results()
          .findFirst()
          .map(found ->
              new Version(
                  Integer.parseInt(found.group(1)),
                  Integer.parseInt(found.group(2)),
                  Integer.parseInt(found.group(3))));
    }

    @Override
    public int compareTo(Version other) {
      return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
      return major + "." + minor + "." + patch;
    }
  }

  /**
   * Where to look when none is given.
   *
   * @param home the product's own directory
   */
  record Search(Optional<Path> home, Map<String, String> environment) {

    static Search here() {
      return new Search(
          Optional.ofNullable(System.getProperty("osapi.home")).map(Path::of), System.getenv());
    }

    /** What was named, or is there first, must be good: a next choice would hide what is wrong. */
    ServerBinary find(Optional<Path> given) {
      var places =
          given.map(path -> List.of(new Place("nats.server.binary", path))).orElseGet(this::places);
      var found =
          places.stream()
              .filter(
                  place -> Files.isExecutable(place.path()) && Files.isRegularFile(place.path()))
              .findFirst()
              .orElseThrow(() -> new StartException(missing(places)));
      return checked(found);
    }

    private List<Place> places() {
      var places = new ArrayList<Place>();
      home.ifPresent(at -> places.add(new Place("the product", at.resolve("lib/nats-server"))));
      var asked = environment.getOrDefault("OSAPI_NATS_SERVER", "");
      if (!asked.isEmpty()) {
        places.add(new Place("OSAPI_NATS_SERVER", Path.of(asked)));
        return places;
      }
      for (var directory : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
        if (!directory.isEmpty()) {
          places.add(new Place("PATH", Path.of(directory, "nats-server")));
        }
      }
      return places;
    }

    private static String missing(List<Place> places) {
      var looked = new StringBuilder("No nats-server was found. Looked for:");
      places.forEach(place -> looked.append("\n  ").append(place));
      return looked
          + "\nInstall nats-server "
          + MINIMUM
          + " or newer, or name it: nats.server.binary in the configuration.";
    }
  }

  private record Place(String origin, Path path) {
    Place {
      // A bare name would be looked for on PATH.
      path = path.toAbsolutePath();
    }

    @Override
    public String toString() {
      return path + " (" + origin + ")";
    }
  }

  private static ServerBinary checked(Place place) {
    var output = output(place);
    var version = Version.parse(output);
    if (version.isEmpty()) {
      throw new StartException(
          place
              + " is no nats-server: asked for its version, it said '"
              + output.strip()
              + "'. Name another: nats.server.binary in the configuration.");
    } else if (version.get().compareTo(MINIMUM) < 0) {
      throw new StartException(
          "nats-server "
              + version.get()
              + " is too old: "
              + place
              + ". Install "
              + MINIMUM
              + " or newer, or name another: nats.server.binary in the configuration.");
    }
    return new ServerBinary(place.path());
  }

  private static String output(Place place) {
    try {
      var command =
          new ProcessBuilder(place.path().toString(), "-v")
              .redirectErrorStream(true)
              .redirectInput(Redirect.from(new File("/dev/null")));
      ServerProcess.withoutSecrets(command);
      var process = command.start();
      try {
        if (!process.waitFor(VERSION_WITHIN_SECONDS, TimeUnit.SECONDS)) {
          throw new StartException(
              place + " did not tell its version within " + VERSION_WITHIN_SECONDS + " s.");
        }
        return new String(
            process.getInputStream().readNBytes(MAX_VERSION_BYTES), StandardCharsets.UTF_8);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new StartException(place + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("The start was interrupted.", e);
    }
  }
}
