/** Over the JDK's own HTTP client. Found as a service only. */
module io.opentelemetry.exporter.sender.jdk.internal {
  requires io.opentelemetry.sdk.common;
  requires java.logging;
  requires java.net.http;

  provides io.opentelemetry.sdk.common.export.HttpSenderProvider with
      io.opentelemetry.exporter.sender.jdk.internal.JdkHttpSenderProvider;
}
