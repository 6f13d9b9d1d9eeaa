/** The roles: each a straight list of constructions, with no decisions inside. */
package io.osapi.bootstrap.role;
