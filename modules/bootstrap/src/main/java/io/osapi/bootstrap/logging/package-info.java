/**
 * Log lines: one per event, to standard error, for people or for machines.
 *
 * <p>Our code logs through {@link java.lang.System.Logger}, libraries through {@code
 * java.util.logging}; both arrive here.
 */
package io.osapi.bootstrap.logging;
