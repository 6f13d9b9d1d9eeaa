/** What this process measures of itself, as Prometheus reads it. */
package io.osapi.adapters.http.metrics;
