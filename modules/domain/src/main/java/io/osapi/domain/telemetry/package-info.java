/** Telemetry: what a host is made of, how it is doing, and when it is to tell. */
package io.osapi.domain.telemetry;
