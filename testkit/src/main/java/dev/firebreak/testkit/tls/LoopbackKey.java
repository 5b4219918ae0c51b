package dev.firebreak.testkit.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A new key for `127.0.0.1` with a certificate that it signed itself, made by the JDK's keytool.
///
/// @param store a PKCS #12 file
/// @param password of the file and of the key
public record LoopbackKey(Path store, String password) {
  private static final String ALIAS = "loopback";
  private static final int LINE = 64;

  /// Makes one.
  ///
  /// @param folder gets the file
  public static LoopbackKey make(Path folder) throws IOException, InterruptedException {
    LoopbackKey key = new LoopbackKey(folder.resolve("loopback.p12"), "store-password");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-keystore",
                key.store.toString(),
                "-storepass",
                key.password,
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.txt").toFile())
            .start();
    int exit = keytool.waitFor();
    if (exit != 0) {
      throw new IOException("keytool ended with " + exit);
    }
    return key;
  }

  /// What a server with this key speaks TLS by.
  public SSLContext server() throws IOException, GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys(), password.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  /// What a client speaks TLS by that trusts this key alone.
  public SSLContext client() throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(ALIAS, keys().getCertificate(ALIAS));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  /// Writes the certificate as PEM.
  public Path certificate(Path file) throws IOException, GeneralSecurityException {
    String text =
        Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(keys().getCertificate(ALIAS).getEncoded());
    return Files.writeString(
        file, "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
  }

  private KeyStore keys() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, password.toCharArray());
    }
    return keys;
  }

  /// Without the password.
  @Override
  public String toString() {
    return "LoopbackKey[" + store + "]";
  }
}
