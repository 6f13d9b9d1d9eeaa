/**
 * What the use cases need of the world. Each port has a contract test that every adapter passes,
 * the in-memory one included.
 *
 * <p>A port that cannot reach its world throws {@code ProblemException(UNAVAILABLE)}.
 */
package io.osapi.application.port;
