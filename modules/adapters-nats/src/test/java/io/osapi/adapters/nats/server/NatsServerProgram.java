package io.osapi.adapters.nats.server;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A process that runs a server, as the product does: {@code ready <pid> <port>} when it serves; on
 * the way out whether the server still answers, then that it stopped.
 */
final class NatsServerProgram {
  private NatsServerProgram() {}

  public static void main(String[] arguments) throws InterruptedException {
    var settings =
        TestNats.settings(Path.of(arguments[0]), Duration.ofSeconds(60), Duration.ofSeconds(3));
    var server = NatsServer.start(settings);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              say(answers(server.port()) ? "still serving" : "gone too early");
              server.close();
              say("stopped");
            }));
    say("ready " + server.pid() + " " + server.port());
    new CountDownLatch(1).await();
  }

  private static boolean answers(int port) {
    try (var socket = new Socket("127.0.0.1", port)) {
      return socket.getInputStream().read() == 'I';
    } catch (IOException e) {
      return false;
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
