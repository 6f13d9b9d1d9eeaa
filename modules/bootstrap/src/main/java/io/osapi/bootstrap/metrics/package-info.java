/** What a worker measures of itself, and the port that tells it where one is asked for. */
package io.osapi.bootstrap.metrics;
