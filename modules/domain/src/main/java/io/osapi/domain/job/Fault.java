package io.osapi.domain.job;

/**
 * Why one worker's part of a job failed.
 *
 * @param code stable, kebab-case: {@code interrupted}, {@code timed-out}, {@code command-failed}
 * @param message for people; may hold text from the host, so it is never markup
 */
public record Fault(String code, String message) {}
