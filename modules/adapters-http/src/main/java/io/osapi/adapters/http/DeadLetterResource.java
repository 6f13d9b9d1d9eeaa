package io.osapi.adapters.http;

import io.helidon.http.Status;
import io.osapi.application.ReadDeadLetters;
import io.osapi.application.RequeueDeadLetter;
import io.osapi.application.port.DeadLetters.DeadLetter;
import io.osapi.domain.shape.About;
import io.osapi.domain.shape.Fallback;
import io.osapi.domain.shape.Field;
import io.osapi.domain.shape.Range;
import io.osapi.domain.shape.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The deliveries that were given up. */
final class DeadLetterResource {

  public record Query(
      @About("At most so many") @Range(min = 1, max = ReadDeadLetters.MAX_LIMIT) @Fallback("100")
          int limit) {}

  private static final Shape<Query> SHAPE = Shape.of(Query.class);

  static final List<Field> FIELDS = SHAPE.fields();

  private final ReadDeadLetters read;
  private final RequeueDeadLetter requeue;

  DeadLetterResource(ReadDeadLetters read, RequeueDeadLetter requeue) {
    this.read = read;
    this.requeue = requeue;
  }

  Reply list(Call call) {
    var page = read.read(QueryParameters.read(SHAPE, call).limit());
    var view = new LinkedHashMap<String, Object>();
    view.put("total_items", page.total());
    view.put("items", page.letters().stream().map(DeadLetterResource::view).toList());
    return Reply.ok(view);
  }

  Reply requeue(Call call) {
    var id = call.path().get("id");
    requeue.requeue(id);
    return Reply.of(Status.ACCEPTED_202, Map.of("id", id));
  }

  private static Map<String, Object> view(DeadLetter letter) {
    var view = new LinkedHashMap<String, Object>();
    view.put("id", letter.id());
    letter.job().ifPresent(job -> view.put("job_id", job.value()));
    view.put("recipient", letter.recipient());
    view.put("reason", letter.reason());
    view.put("deliveries", letter.deliveries());
    view.put("at", Rfc3339.text(letter.at()));
    return view;
  }
}
