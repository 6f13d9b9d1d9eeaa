/**
 * Certificates and keys in PEM files, made into what TLS wants. Read here once for all roles, which
 * hand a ready {@link javax.net.ssl.SSLContext} to the adapters.
 */
package io.osapi.bootstrap.tls;
