package io.osapi.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate that signs itself, and its key, as PEM files.
 *
 * @param certFile also what signs it
 */
record PemCertificate(Path certFile, Path keyFile) {
  private static final String PASSWORD = "changeit";
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  /**
   * @param names as keytool wants them: {@code dns:localhost,ip:127.0.0.1}
   */
  static PemCertificate make(Path directory, String names)
      throws IOException, InterruptedException, GeneralSecurityException {
    var store = directory.resolve("own.p12");
    run(
        "-genkeypair",
        "-alias",
        "own",
        "-keyalg",
        "EC",
        "-dname",
        "CN=own",
        "-ext",
        "san=" + names,
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD);
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return new PemCertificate(
        pem(directory.resolve("own.crt"), "CERTIFICATE", keys.getCertificate("own").getEncoded()),
        pem(
            directory.resolve("own.key"),
            "PRIVATE KEY",
            keys.getKey("own", PASSWORD.toCharArray()).getEncoded()));
  }

  private static Path pem(Path file, String what, byte[] encoded) throws IOException {
    var text =
        "-----BEGIN "
            + what
            + "-----\n"
            + LINES.encodeToString(encoded)
            + "\n-----END "
            + what
            + "-----\n";
    return Files.writeString(file, text);
  }

  private static void run(String... arguments) throws IOException, InterruptedException {
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var command = new java.util.ArrayList<>(java.util.List.of(keytool));
    command.addAll(java.util.List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
  }
}
