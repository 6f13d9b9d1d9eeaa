/** The REST API: {@link io.osapi.adapters.http.ApiServer} is its door. */
package io.osapi.adapters.http;
