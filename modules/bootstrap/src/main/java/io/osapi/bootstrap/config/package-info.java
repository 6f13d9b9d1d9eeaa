/**
 * Configuration: one table of keys ({@link io.osapi.bootstrap.config.Keys}), read from a YAML file,
 * the environment and flags, in this order; the later wins. Validation, defaults, environment
 * names, {@code config show --origin} and the reference page follow from the table.
 */
package io.osapi.bootstrap.config;
