package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.application.contract.Samples;
import io.osapi.domain.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallsTest {
  private static final Logger LOG = Logger.getLogger(Calls.class.getName());

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Handler ear =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          lines.add(new SimpleFormatter().formatMessage(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOG.addHandler(ear);
  }

  @AfterEach
  void stop() {
    LOG.removeHandler(ear);
  }

  @Test
  void why_the_store_cannot_be_reached_is_logged_once_however_many_calls_meet_it() {
    var cause = "no response " + Samples.newWord();
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() ->
              Calls.call(() -> {
                throw new IOException(cause);
              }))
          .isInstanceOf(ProblemException.class);
    }

    assertThat(lines).filteredOn(line -> line.contains(cause)).hasSize(1);
  }

  @Test
  void while_the_client_reconnects_nothing_is_said_for_that_is_known() {
    var cause = "reconnecting " + Samples.newWord();
    assertThatThrownBy(() ->
            Calls.call(() -> {
              throw new IllegalStateException(cause);
            }))
        .isInstanceOf(ProblemException.class);

    assertThat(lines).noneMatch(line -> line.contains(cause));
  }

  @Test
  void what_goes_on_is_said_again_after_a_minute() {
    var nanoTime = new AtomicLong(Long.MAX_VALUE - 5);
    var complaints = new Complaints(nanoTime::get);

    assertThat(complaints.isDue("full")).isTrue();
    nanoTime.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(complaints.isDue("full")).isFalse();
    assertThat(complaints.isDue("gone")).isTrue();
    nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(complaints.isDue("full")).isTrue();
  }
}
