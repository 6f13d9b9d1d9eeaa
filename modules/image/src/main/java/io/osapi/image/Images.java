package io.osapi.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Turns the modules of the product into {@code dist/osapi}, which has every role, and {@code
 * dist/osapi-worker}, which has no API.
 */
public final class Images {
  private Images() {}

  /**
   * @param arguments the folder with all modules, none of them automatic; the folder that the
   *     images are put into; the launcher; a nats-server, or nothing
   */
  public static void main(String[] arguments) throws Exception {
    var modules = Path.of(arguments[0]).toRealPath();
    var dist = Path.of(arguments[1]).toRealPath();
    var launcher = Path.of(arguments[2]).toRealPath();
    var natsServer =
        arguments.length > 3 && !arguments[3].isBlank()
            ? Optional.of(Path.of(arguments[3]).toRealPath())
            : Optional.<Path>empty();

    Renewal.renew(modules);
    Plain.make(modules);
    Digits.write(modules);
    var osapi = new Image(dist.resolve("osapi"), launcher);
    var worker = new Image(dist.resolve("osapi-worker"), launcher);
    osapi.link(modules, Roots.ALL);
    worker.link(modules, Roots.WORKER);
    if (natsServer.isPresent()) {
      osapi.bundle(natsServer.get());
      Training.train(osapi, worker);
    } else {
      System.err.println(
          "OSAPI_NATS_SERVER names no nats-server: the images are complete but for it, and start"
              + " slowly, because nothing could be run to train them.");
    }
    say(osapi);
    say(worker);
  }

  private static void say(Image image) throws IOException {
    System.err.println(image.directory() + ": " + image.megabytes() + " MB");
  }
}
