package io.osapi.adapters.http;

import io.osapi.application.ListJobs;
import io.osapi.application.port.JobIndex;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import io.osapi.domain.shape.About;
import io.osapi.domain.shape.Fallback;
import io.osapi.domain.shape.Field;
import io.osapi.domain.shape.Matches;
import io.osapi.domain.shape.Range;
import io.osapi.domain.shape.Shape;
import io.osapi.domain.worker.HostName;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which page of jobs is asked for, and where the pages before and after it are.
 *
 * @param given the parameters as the caller gave them, which the other pages keep
 */
record JobListing(JobIndex.Filter filter, int limit, int offset, Map<String, String> given) {

  public record Query(
      @About("Only jobs in that status") Optional<JobStatus> status,
      @About("Only jobs of that operation, such as system.uptime.get")
          @Matches(
              value = "[a-z][a-z0-9-]{0,31}(\\.[a-z][a-z0-9-]{0,31}){2}",
              hint = "must be the name of an operation, such as system.uptime.get")
          Optional<String> operation,
      @About("Only jobs with that target: _any, _all, a host name, or a label")
          Optional<String> target,
      @About("Only jobs that this worker was to answer, or began") Optional<String> worker,
      @About("Only jobs created then or later") Optional<Instant> since,
      @About("Only jobs created before then") Optional<Instant> until,
      @About("Jobs on one page")
          @Range(min = 1, max = ListJobs.MAX_LIMIT)
          @Fallback("" + ListJobs.DEFAULT_LIMIT)
          int limit,
      @About("Jobs to pass over first") @Range(min = 0, max = Integer.MAX_VALUE) @Fallback("0")
          int offset) {}

  private static final Shape<Query> SHAPE = Shape.of(Query.class);

  static final List<Field> FIELDS = SHAPE.fields();

  /**
   * @throws ProblemException {@code INVALID_INPUT} with every violation
   */
  static JobListing read(Call call) {
    var violations = new Violations();
    var query = violations.collect(() -> QueryParameters.read(SHAPE, call));
    var target = violations.collect(() -> call.query("target").map(JobListing::target));
    var worker = violations.collect(() -> call.query("worker").map(JobListing::worker));
    violations.refuseIfAny();
    var read = query.orElseThrow();
    var filter =
        new JobIndex.Filter(
            read.status(),
            read.operation(),
            target.orElseThrow(),
            worker.orElseThrow(),
            read.since(),
            read.until());
    return new JobListing(filter, read.limit(), read.offset(), call.query());
  }

  /** In the form that jobs are found by. */
  private static String target(String text) {
    return Target.parse(text, QueryParameters.pointer("target")).text();
  }

  private static HostName worker(String text) {
    if (!HostName.isValid(text)) {
      throw ProblemException.invalid(
          Violation.badFormat(QueryParameters.pointer("worker"), "must be a host name"));
    }
    return new HostName(text);
  }

  /** The values of the {@code Link} header (RFC 8288); empty where this page is the only one. */
  Optional<String> links(long total) {
    var links = new ArrayList<String>();
    long next = (long) offset + limit;
    if (next < total) {
      links.add(link("next", next));
    }
    if (offset > 0) {
      links.add(link("prev", Math.max(0, offset - limit)));
    }
    return links.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", links));
  }

  private String link(String relation, long offset) {
    var parameters = new TreeMap<>(given);
    parameters.put("offset", String.valueOf(offset));
    var text =
        parameters.entrySet().stream()
            .map(each -> each.getKey() + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&"));
    return "<" + Routes.JOBS + "?" + text + ">; rel=\"" + relation + "\"";
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  static Map<String, Object> view(ListJobs.Page page, Instant now) {
    var view = new LinkedHashMap<String, Object>();
    view.put("total_items", page.total());
    view.put("items", page.jobs().stream().map(job -> JobView.item(job, now)).toList());
    return view;
  }
}
