package io.osapi.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.MessageInfo;
import io.osapi.chaos.Poison.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What became of the poison: that nothing waits behind it, and that each can be seen. */
final class Aftermath {
  private static final String JOBS = "JOBS";
  private static final String LETTERS = "JOBS-DLQ";
  private static final int NO_MESSAGE_FOUND = 10037;

  private final Poison poison;
  private final List<Path> apiLogs;

  Aftermath(Poison poison, List<Path> apiLogs) {
    this.poison = poison;
    this.apiLogs = apiLogs;
  }

  void check() throws IOException, JetStreamApiException {
    var jobs = management();
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(() -> assertNothingWaits(jobs));
    assertThat(lost()).as("poison of which no dead letter tells").isEmpty();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(unsaid()).as("poison of which no log tells").isEmpty());
  }

  /** How much of which end was given. */
  Map<End, Long> doses() {
    return poison.given().stream().collect(groupingBy(Poison.Dose::end, counting()));
  }

  private JetStreamManagement management() throws IOException {
    return poison.connection().jetStreamManagement();
  }

  private static void assertNothingWaits(JetStreamManagement jobs)
      throws IOException, JetStreamApiException {
    for (var consumer : jobs.getConsumers(JOBS)) {
      assertThat(consumer.getNumPending() + consumer.getNumAckPending())
          .as("what %s has left", consumer.getName())
          .isZero();
    }
  }

  private List<Poison.Dose> lost() throws IOException, JetStreamApiException {
    var bodies = new ArrayList<String>();
    long bodiless = 0;
    for (var letter : letters()) {
      if (letter.getData() == null || letter.getData().length == 0) {
        bodiless++;
      } else {
        bodies.add(new String(letter.getData(), UTF_8));
      }
    }
    var lost = new ArrayList<Poison.Dose>();
    for (var dose : poison.given()) {
      switch (dose.end()) {
        case DEAD_LETTER -> {
          if (!bodies.contains(new String(dose.body(), UTF_8))) {
            lost.add(dose);
          }
        }
        case DEAD_LETTER_WITHOUT_BODY -> {
          if (bodiless-- == 0) {
            lost.add(dose);
          }
        }
        case LOGGED, NOTHING -> {}
      }
    }
    return lost;
  }

  private List<MessageInfo> letters() throws IOException, JetStreamApiException {
    var letters = new ArrayList<MessageInfo>();
    var state = management().getStreamInfo(LETTERS).getStreamState();
    for (long at = state.getFirstSequence(); at <= state.getLastSequence(); at++) {
      try {
        letters.add(management().getMessage(LETTERS, at));
      } catch (JetStreamApiException gone) {
        if (gone.getApiErrorCode() != NO_MESSAGE_FOUND) {
          throw gone;
        }
      }
    }
    return letters;
  }

  private List<Poison.Dose> unsaid() throws IOException {
    var said = new StringBuilder();
    for (var log : apiLogs) {
      said.append(Files.readString(log));
    }
    return poison.given().stream()
        .filter(dose -> dose.end() == End.LOGGED)
        .filter(dose -> said.indexOf(name(dose)) < 0)
        .toList();
  }

  /** What of its subject a line has to name: the whole, or the key alone. */
  private static String name(Poison.Dose dose) {
    return dose.subject().substring(dose.subject().indexOf('.', "$KV.".length()) + 1);
  }
}
