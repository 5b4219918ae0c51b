package dev.firebreak.notice;

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
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// The authorities of a company's own, which alone may have signed its relay's certificate.
final class TrustedCertificates {
  private TrustedCertificates() {}

  /// Makes connections to whom these certificates vouch for.
  ///
  /// @param file X.509 certificates as PEM, one after another
  /// @throws FirebreakException CONFIG_INVALID where there is none that can be read
  static SSLSocketFactory socketFactory(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw unreadable(file, null);
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
      return context.getSocketFactory();
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(file, e);
    }
  }

  private static FirebreakException unreadable(Path file, @Nullable Exception cause) {
    String message =
        "mail.trusted-certificates: "
            + file
            + " has no certificate that can be read; it must be a PEM file with the certificates of"
            + " the authorities that sign the relay's";
    return cause == null
        ? new FirebreakException(ErrorCode.CONFIG_INVALID, message)
        : new FirebreakException(ErrorCode.CONFIG_INVALID, message, cause);
  }
}
