/** A collector of traces for tests. */
package io.osapi.otlp;
