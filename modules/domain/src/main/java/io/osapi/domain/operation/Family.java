package io.osapi.domain.operation;

import java.time.Duration;
import java.util.List;

/**
 * Operations that share a prefix, a file and a provider.
 *
 * @param summary one line for people
 */
public record Family(String name, String summary) {
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);

  public <I extends Record, O extends Record> Operation<I, O> query(
      String resourceAndVerb, String summary, Class<I> input, Class<O> output) {
    return operation(Effect.QUERY, resourceAndVerb, summary, input, output);
  }

  public <I extends Record, O extends Record> Operation<I, O> modify(
      String resourceAndVerb, String summary, Class<I> input, Class<O> output) {
    return operation(Effect.MODIFY, resourceAndVerb, summary, input, output);
  }

  public <I extends Record, O extends Record> Operation<I, O> execute(
      String resourceAndVerb, String summary, Class<I> input, Class<O> output) {
    return operation(Effect.EXECUTE, resourceAndVerb, summary, input, output);
  }

  private <I extends Record, O extends Record> Operation<I, O> operation(
      Effect effect, String resourceAndVerb, String summary, Class<I> input, Class<O> output) {
    return new Operation<>(
        OperationName.parse(name + "." + resourceAndVerb),
        effect,
        effect.usualScope(),
        summary,
        input,
        output,
        USUAL_TIMEOUT);
  }

  /** This family with its operations, for the catalogue. */
  public Members of(Operation<?, ?>... operations) {
    return new Members(this, List.of(operations));
  }

  /** A family and its operations, in the order people read them. */
  public record Members(Family family, List<Operation<?, ?>> operations) {}
}
