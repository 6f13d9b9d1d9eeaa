package io.osapi.adapters.http;

import java.util.Locale;

/** What people look for routes by; operations are grouped by their family. */
enum RouteGroup {
  ABOUT("This server, and what it can have done"),
  WORKERS("The fleet"),
  JOBS("Requests to run an operation, and what became of them"),
  TOKENS("The tokens that callers show");

  private final String about;

  RouteGroup(String about) {
    this.about = about;
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  String about() {
    return about;
  }
}
