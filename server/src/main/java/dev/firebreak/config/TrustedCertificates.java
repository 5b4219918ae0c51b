package dev.firebreak.config;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// The authorities of a company's own, which alone may have signed a server's certificate.
public final class TrustedCertificates {
  private TrustedCertificates() {}

  /// Makes connections to whom these certificates vouch for.
  ///
  /// @param file X.509 certificates as PEM, one after another
  /// @param setting that names the file, for messages
  /// @throws FirebreakException CONFIG_INVALID where there is none that can be read
  public static SSLContext context(Path file, String setting) {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw unreadable(file, setting, null);
      }
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      for (Certificate certificate : certificates) {
        trusted.setCertificateEntry("trusted-" + trusted.size(), certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(file, setting, e);
    }
  }

  private static FirebreakException unreadable(
      Path file, String setting, @Nullable Exception cause) {
    String message =
        setting
            + ": "
            + file
            + " has no certificate that can be read; it must be a PEM file with the certificates of"
            + " the authorities that sign the server's";
    return cause == null
        ? new FirebreakException(ErrorCode.CONFIG_INVALID, message)
        : new FirebreakException(ErrorCode.CONFIG_INVALID, message, cause);
  }
}
