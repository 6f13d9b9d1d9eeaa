/** Who may do what: principals, their roles and the scopes that routes and operations need. */
package io.osapi.domain.access;
