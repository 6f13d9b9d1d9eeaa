package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.osapi.application.contract.JobFeedContract;
import io.osapi.application.contract.Samples;
import io.osapi.application.port.JobFeed;
import io.osapi.application.port.JobStore;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.worker.HostName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NatsJobFeedContractTest implements JobFeedContract {
  private static final HostName HOST = new HostName("web-01");

  private final TestSystem system = TestSystem.shared();
  private final Codec codec = new Codec(Samples.CATALOGUE);

  @Override
  public JobStore store() {
    return system.api.store();
  }

  @Override
  public JobFeed feed() {
    return system.api.feed();
  }

  @Test
  void a_small_answer_is_told_whole_by_its_headers_alone() {
    var small = answer("a \"line\"\n");

    assertThat(told(headers(small))).isEqualTo(small);
  }

  @Test
  void of_answers_that_no_header_can_hold_the_outcome_is_told() {
    for (var text : new String[] {"naïve", "x".repeat(Codec.MAX_ANSWER_IN_HEADER)}) {
      assertThat(told(headers(answer(text)))).isEqualTo(answer(text).outline());
    }
  }

  /** It would be memory of every API process. */
  @Test
  void a_worker_cannot_have_more_taken_from_a_header() {
    var large = answer("x".repeat(Codec.MAX_ANSWER_IN_HEADER));
    var headers =
        headers(large).add("Osapi-Answer", new String(codec.event(large), StandardCharsets.UTF_8));

    assertThat(told(headers)).isEqualTo(large.outline());
  }

  private Headers headers(TimelineEvent.Answered answered) {
    return Codec.headers(answered, codec.event(answered));
  }

  private TimelineEvent.Answered told(Headers headers) {
    Message message =
        NatsMessage.builder().subject("any").headers(headers).data(new byte[0]).build();
    var key = Keys.answer(Samples.newId(), HOST);
    return codec.told(new KeyBucket.Entry(key, new byte[0], Instant.EPOCH), message);
  }

  private static TimelineEvent.Answered answer(String text) {
    var answer = new Answer.Completed(Optional.of(true), Map.of("text", text));
    return new TimelineEvent.Answered(HOST, Instant.EPOCH, Duration.ofMillis(12), answer);
  }
}
