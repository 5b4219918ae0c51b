package dev.firebreak.testkit.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.notice.AudienceMember;
import dev.firebreak.notice.CampaignDraft;
import dev.firebreak.notice.DkimSigner;
import dev.firebreak.notice.MailSigning;
import dev.firebreak.notice.NoticeDecision;
import dev.firebreak.notice.NoticeDecisions;
import dev.firebreak.notice.NoticeFacts;
import dev.firebreak.notice.NoticeGroup;
import dev.firebreak.notice.NoticeIssuer;
import dev.firebreak.notice.NoticeLanguage;
import dev.firebreak.notice.PastedRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What it takes to write to as many invented people as wanted, through a relay on loopback.
public final class SampleCampaign {
  private static final long EXPOSED = 0x1_0043;
  private static final String SPF_AND_DMARC =
      "example.com TXT \"v=spf1 mx -all\"\n"
          + "_dmarc.example.com TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@example.com\"\n";

  private SampleCampaign() {}

  /// `person0@example.org` and so on, each with an account; every third has a second factor.
  public static List<AudienceMember> audience(int people) {
    return IntStream.range(0, people)
        .mapToObj(i ->
            new AudienceMember(
                "acc-" + i,
                "person" + i + "@example.org",
                "",
                "en",
                EXPOSED,
                0,
                0,
                i % 3 == 0,
                "",
                i))
        .toList();
  }

  /// Facts and issuer, with the wording that comes with Firebreak.
  public static CampaignDraft draft() {
    NoticeFacts facts =
        new NoticeFacts(
            NoticeFacts.State.AFFECTED,
            "Mixpanel",
            LocalDate.of(2025, 11, 9),
            LocalDate.of(2025, 11, 25),
            List.of("No one broke into our own systems."),
            Map.of(),
            List.of("We stopped using Mixpanel."),
            LocalDate.of(2025, 12, 2));
    NoticeIssuer issuer =
        new NoticeIssuer(
            "Example Works",
            "example.com",
            "privacy@example.com",
            "https://example.com/notices",
            "notices@example.com",
            "privacy@example.com");
    return new CampaignDraft("2025-11", "First", facts, issuer, "", false);
  }

  /// One person for each language that notices speak, and the same facts in all of them.
  public static List<AudienceMember> audienceInEveryLanguage() {
    return Arrays.stream(NoticeLanguage.values())
        .map(language ->
            new AudienceMember(
                "acc-" + language.tag(),
                language.tag() + "@example.org",
                "",
                language.tag(),
                EXPOSED,
                0,
                0,
                true,
                "",
                1))
        .toList();
  }

  /// As [#draft], with every sentence in every language.
  public static CampaignDraft draftInEveryLanguage() {
    CampaignDraft english = draft();
    NoticeFacts facts = english.facts();
    NoticeFacts translated =
        new NoticeFacts(
            facts.state(),
            facts.vendor(),
            facts.happenedOn(),
            facts.knownOn(),
            facts.findings(),
            facts.absences(),
            facts.measures(),
            facts.nextUpdate(),
            NoticeLanguage.EN,
            Map.of(
                NoticeLanguage.DE,
                new NoticeFacts.Sentences(
                    List.of("Niemand ist in unsere eigenen Systeme eingebrochen."),
                    List.of("Wir nutzen Mixpanel nicht mehr.")),
                NoticeLanguage.FR,
                new NoticeFacts.Sentences(
                    List.of("Personne n'est entré dans nos propres systèmes."),
                    List.of("Nous ne travaillons plus avec Mixpanel.")),
                NoticeLanguage.ES,
                new NoticeFacts.Sentences(
                    List.of("Nadie entró en nuestros propios sistemas."),
                    List.of("Ya no usamos Mixpanel."))));
    return new CampaignDraft(
        english.incident(), english.title(), translated, english.issuer(), "", false);
  }

  /// The decision to write to these people, without which no campaign is approved.
  public static void decide(NoticeDecisions decisions, ConfirmedOperator operator) {
    decisions.decide(
        operator,
        draft().incident(),
        new NoticeDecision.Choice(NoticeGroup.AFFECTED, true, ""),
        new NoticeDecision.Basis(List.of(), false));
  }

  /// How the connection to a relay is protected.
  ///
  /// @param trusted certificates, one of which must have signed the relay's
  public record Protection(FirebreakConfig.Mail.Tls tls, Optional<Path> trusted) {
    static final Protection NONE = new Protection(FirebreakConfig.Mail.Tls.NONE, Optional.empty());
  }

  /// A relay without encryption and without limits of pace; mails can be signed.
  public static FirebreakConfig.Mail mail(int port, int connections) {
    return mail(port, connections, Protection.NONE);
  }

  /// The same with encryption.
  public static FirebreakConfig.Mail mail(int port, int connections, Protection protection) {
    return new FirebreakConfig.Mail(
        "127.0.0.1",
        port,
        protection.tls(),
        protection.trusted(),
        Optional.empty(),
        Optional.empty(),
        "notices@example.com",
        "privacy@example.com",
        connections,
        new FirebreakConfig.Mail.Pace(0, 0, Duration.ZERO),
        Optional.of("fb1"),
        Optional.empty(),
        Optional.empty(),
        FirebreakConfig.Mail.RecipientDomains.UNCHECKED,
        Optional.empty());
  }

  /// What signs, once the domain has the records that are needed.
  ///
  /// @throws AssertionError where the check finds anything in them
  public static Optional<DkimSigner> signer(MailSigning signing, FirebreakConfig.Mail mail) {
    String keys =
        signing.records(mail).stream()
            .map(each -> each.name() + " TXT \"" + each.text() + "\"\n")
            .collect(Collectors.joining());
    assertThat(signing.check(mail, PastedRecords.parse(SPF_AND_DMARC + keys))).isEmpty();
    return signing.signer(mail);
  }
}
