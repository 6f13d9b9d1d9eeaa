/** Real certificates for the tests of whoever speaks TLS. */
package io.osapi.application.tls;
