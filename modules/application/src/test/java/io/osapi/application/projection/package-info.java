/** The projection against a model that is too simple to be wrong. */
package io.osapi.application.projection;
