package io.osapi.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The network between one role and nats-server, which a test can cut, slow down and block. */
final class Proxy implements AutoCloseable {
  private static final int CHUNK_BYTES = 16 << 10;

  /** Of one direction, what is under way on a slow network. */
  private static final int MAX_CHUNKS = 256;

  private static final int BACKLOG = 16;

  private final ServerSocket door;
  private final int serverPort;
  private final Random random;
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();
  private boolean isBlocked;
  private long delayNanos;
  private long jitterNanos;

  /** How a connection ends. */
  enum Cut {
    /** Both ends are told by a reset. */
    RESET,
    /** Both ends are told in an orderly way. */
    FIN,
    /** The server is told; the client has to find out by itself. */
    HALF_OPEN_AT_CLIENT,
    /** The client is told; the server has to find out by itself. */
    HALF_OPEN_AT_SERVER
  }

  Proxy(int serverPort, long seed) throws IOException {
    this.serverPort = serverPort;
    this.random = new Random(seed);
    this.door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("proxy-" + port()).start(this::acceptUntilClosed);
  }

  int port() {
    return door.getLocalPort();
  }

  /** Ends all connections that there are; new ones can be made at once. */
  void cut(Cut how) {
    lines.forEach(line -> line.cut(how));
  }

  /** What is sent from now on takes so much longer, in both directions. */
  synchronized void delay(Duration delay, Duration jitter) {
    delayNanos = delay.toNanos();
    jitterNanos = jitter.toNanos();
  }

  /** From now on nothing arrives at either end, until {@link #heal}. */
  synchronized void block() {
    isBlocked = true;
  }

  /** A good network from now on: what was on its way arrives. */
  synchronized void heal() {
    isBlocked = false;
    delay(Duration.ZERO, Duration.ZERO);
    notifyAll();
  }

  @Override
  public void close() throws IOException {
    door.close();
    cut(Cut.RESET);
  }

  private void acceptUntilClosed() {
    while (!door.isClosed()) {
      try {
        connect(door.accept());
      } catch (IOException closed) {
        // That is how close() ends this loop; anything else shows as a role that cannot connect.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket server;
    try {
      server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
    } catch (IOException serverIsDown) {
      reset(client);
      return;
    }
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    var line = new Line(client, server);
    lines.add(line);
    line.start();
  }

  private synchronized long dueNanos() {
    long jitter = jitterNanos == 0 ? 0 : random.nextLong(jitterNanos);
    return System.nanoTime() + delayNanos + jitter;
  }

  private synchronized void awaitPassage(long dueNanos) throws InterruptedException {
    long early = dueNanos - System.nanoTime();
    while (isBlocked || early > 0) {
      if (isBlocked) {
        wait();
      } else {
        TimeUnit.NANOSECONDS.timedWait(this, early);
      }
      early = dueNanos - System.nanoTime();
    }
  }

  private static void reset(Socket socket) throws IOException {
    if (!socket.isClosed()) {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  /** Bytes on their way; none for the end of all. */
  private record Chunk(byte[] bytes, long dueNanos) {}

  /** One connection, in both directions. */
  private final class Line {
    private final Socket client;
    private final Socket server;
    private volatile boolean isHalfOpen;

    Line(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void start() {
      pump("up", client, server);
      pump("down", server, client);
    }

    synchronized void cut(Cut how) {
      isHalfOpen = how == Cut.HALF_OPEN_AT_CLIENT || how == Cut.HALF_OPEN_AT_SERVER;
      try {
        switch (how) {
          case RESET -> {
            reset(client);
            reset(server);
          }
          case FIN -> close();
          case HALF_OPEN_AT_CLIENT -> reset(server);
          case HALF_OPEN_AT_SERVER -> reset(client);
        }
      } catch (IOException e) {
        throw new AssertionError("a connection cannot be cut", e);
      }
    }

    private void pump(String name, Socket from, Socket to) {
      BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(MAX_CHUNKS);
      Thread.ofVirtual().name(name + "-in").start(() -> read(from, underWay));
      Thread.ofVirtual().name(name + "-out").start(() -> write(underWay, to));
    }

    private void read(Socket from, BlockingQueue<Chunk> underWay) {
      var buffer = new byte[CHUNK_BYTES];
      try {
        int length;
        do {
          length = readOrEnd(from, buffer);
          underWay.put(new Chunk(Arrays.copyOf(buffer, length), dueNanos()));
        } while (length > 0);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** An end that was cut says no more than one that was closed. */
    private static int readOrEnd(Socket from, byte[] buffer) {
      try {
        return Math.max(0, from.getInputStream().read(buffer));
      } catch (IOException cut) {
        return 0;
      }
    }

    private void write(BlockingQueue<Chunk> underWay, Socket to) {
      try {
        var chunk = underWay.take();
        while (chunk.bytes().length > 0) {
          awaitPassage(chunk.dueNanos());
          to.getOutputStream().write(chunk.bytes());
          chunk = underWay.take();
        }
      } catch (IOException cut) {
        // The other direction is told below, unless it is to find out by itself.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (!isHalfOpen) {
        end();
      }
    }

    private void close() throws IOException {
      client.close();
      server.close();
    }

    private synchronized void end() {
      lines.remove(this);
      try {
        close();
      } catch (IOException e) {
        throw new AssertionError("a connection cannot be closed", e);
      }
    }
  }
}
