package dev.firebreak.notice;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Whether mails are signed here, and whether their domain was found ready for it: nothing is
/// signed with keys that nobody can look up. Thread-safe.
public final class MailSigning {
  private final ControlDatabase control;
  private final DkimKeys keys;
  private final Clock clock;

  public MailSigning(ControlDatabase control, KeyStore keys, Clock clock) {
    this.control = control;
    this.keys = new DkimKeys(control, keys, clock);
    this.clock = clock;
  }

  /// What signs the mails of a campaign; empty where the settings name no selector.
  ///
  /// @throws FirebreakException CHECK_FAILED before [#check] found the domain's records right
  public Optional<DkimSigner> signer(FirebreakConfig.Mail mail) {
    if (mail.dkimSelector().isEmpty()) {
      return Optional.empty();
    }
    String selector = mail.dkimSelector().get();
    if (!passed(mail)) {
      throw new FirebreakException(
          ErrorCode.CHECK_FAILED,
          "nobody has checked yet that receivers find the keys of the selector "
              + selector
              + " at "
              + mail.domain()
              + ": run `notice domain`");
    }
    return Optional.of(keys.signer(mail.domain(), selector));
  }

  /// What DNS must say about the sender's domain.
  public List<DkimRecord> records(FirebreakConfig.Mail mail) {
    return mail.dkimSelector().map(each -> keys.records(mail.domain(), each)).orElse(List.of());
  }

  /// Checks the sender's domain, and notes that it passed where nothing is blocking.
  public List<DomainFinding> check(FirebreakConfig.Mail mail, TxtRecords records) {
    List<DomainFinding> findings = new SendingDomain(mail.domain(), records(mail)).check(records);
    if (findings.stream().noneMatch(DomainFinding::blocking)) {
      control
          .writer()
          .useHandle(handle ->
              handle.execute(
                  "INSERT INTO sending_domain (domain, selector, passed_at_millis) VALUES (?, ?, ?)"
                      + " ON CONFLICT DO UPDATE SET passed_at_millis = excluded.passed_at_millis",
                  mail.domain(),
                  mail.dkimSelector().orElse(""),
                  clock.millis()));
    }
    return findings;
  }

  private boolean passed(FirebreakConfig.Mail mail) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT passed_at_millis FROM sending_domain WHERE domain = :domain"
                        + " AND selector = :selector")
                .bind("domain", mail.domain())
                .bind("selector", mail.dkimSelector().orElse(""))
                .mapTo(Long.class)
                .findOne())
        .isPresent();
  }
}
