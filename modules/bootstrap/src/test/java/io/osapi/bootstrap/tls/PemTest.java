package io.osapi.bootstrap.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.application.tls.TestCertificates;
import io.osapi.application.tls.TestCertificates.Issued;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
  private static Issued issued;

  @BeforeAll
  static void issue() {
    issued = TestCertificates.forLocalhost();
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void a_key_of_any_usual_algorithm_is_read_from_pkcs8(String algorithm) throws Exception {
    var key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();

    assertThat(Pem.privateKey(TestCertificates.pem("PRIVATE KEY", key.getEncoded())))
        .isEqualTo(key);
  }

  @Test
  void an_rsa_key_in_its_older_form_is_read() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var key = generator.generateKeyPair().getPrivate();

    assertThat(Pem.privateKey(TestCertificates.pem("RSA PRIVATE KEY", inner(key)))).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
  void a_curves_key_in_its_older_form_is_read(String curve) throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    var key = (ECPrivateKey) generator.generateKeyPair().getPrivate();
    var older = TestCertificates.pem("EC PRIVATE KEY", withCurve(inner(key), curve));

    var read =
        (ECPrivateKey)
            Pem.privateKey(
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                    + older);

    assertThat(read.getS()).isEqualTo(key.getS());
    assertThat(read.getParams().getCurve()).isEqualTo(key.getParams().getCurve());
  }

  @Test
  void all_certificates_of_a_chain_are_read_in_its_order() throws Exception {
    var other = TestCertificates.forLocalhost();

    assertThat(
            Pem.certificates(
                "A chain, with words between\n"
                    + issued.certificatePem().replace("\n", "\r\n")
                    + "Issuer: somebody\n"
                    + other.certificatePem()))
        .containsExactly(
            (X509Certificate) issued.certificate(), (X509Certificate) other.certificate());
  }

  @Test
  void a_file_with_both_gives_both() throws Exception {
    var both = issued.keyPem() + issued.certificatePem();

    assertThat(Pem.privateKey(both)).isEqualTo(issued.key());
    assertThat(Pem.certificates(both)).containsExactly((X509Certificate) issued.certificate());
  }

  @Test
  void a_key_with_a_passphrase_is_refused_with_what_to_do() {
    var pem = TestCertificates.pem("ENCRYPTED PRIVATE KEY", new byte[] {1});

    assertThatThrownBy(() -> Pem.privateKey(pem))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining("openssl pkey");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY"})
  void what_is_no_key_is_refused(String label) {
    for (var bytes : List.of("", "30", "3080", "30ffffffffff", "308400000000", "0102030405")) {
      var pem = TestCertificates.pem(label, HexFormat.of().parseHex(bytes));

      assertThatThrownBy(() -> Pem.privateKey(pem))
          .as(bytes)
          .isInstanceOf(GeneralSecurityException.class)
          .hasMessageContaining("cannot be read");
    }
  }

  @Test
  void a_refusal_says_nothing_of_the_key() {
    var cut = issued.keyPem().replaceFirst("\n[^-]{20}", "\n");

    assertThatThrownBy(() -> Pem.privateKey(cut))
        .isInstanceOf(GeneralSecurityException.class)
        .message()
        .doesNotContain(issued.keyPem().substring(60, 70));
  }

  @Test
  void without_a_block_there_is_nothing_to_read() {
    assertThatThrownBy(() -> Pem.privateKey("")).hasMessageContaining("has no private key");
    assertThatThrownBy(() -> Pem.certificates(issued.keyPem()))
        .hasMessageContaining("has no certificate");
    assertThatThrownBy(() -> Pem.privateKey(issued.keyPem() + issued.keyPem()))
        .hasMessageContaining("more than one");
  }

  @Test
  void a_damaged_certificate_is_refused() {
    assertThatThrownBy(() -> Pem.certificates(TestCertificates.pem("CERTIFICATE", new byte[] {1})))
        .hasMessageContaining("has a certificate that cannot be read");
    assertThatThrownBy(
            () -> Pem.certificates("-----BEGIN CERTIFICATE-----A-----END CERTIFICATE-----"))
        .hasMessageContaining("is damaged");
  }

  /** What PKCS#8 wraps: the content of its octet string, which comes last in what JDK writes. */
  private static byte[] inner(PrivateKey key) {
    var pkcs8 = key.getEncoded();
    for (int from = 0; from < pkcs8.length; from++) {
      var rest = Arrays.copyOfRange(pkcs8, from, pkcs8.length);
      for (int header = 2; header <= 4 && header < rest.length; header++) {
        var content = Arrays.copyOfRange(rest, header, rest.length);
        if (Arrays.equals(Der.element(0x04, content), rest)) {
          return content;
        }
      }
    }
    throw new IllegalArgumentException("no octet string");
  }

  /** As openssl writes it: version, key, and the name of the curve. */
  private static byte[] withCurve(byte[] sec1, String curve) {
    var oid =
        HexFormat.of()
            .parseHex(
                switch (curve) {
                  case "secp256r1" -> "06082a8648ce3d030107";
                  case "secp384r1" -> "06052b81040022";
                  default -> "06052b81040023";
                });
    // Behind tag and length, both of one byte for curves of this size.
    var members = Arrays.copyOfRange(sec1, 2, sec1.length);
    return Der.element(0x30, members, Der.element(0xA0, oid));
  }
}
