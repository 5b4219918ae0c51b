package dev.firebreak.receipt;

import dev.firebreak.taxonomy.DataCategory;

/// Data categories and forms in German words that anybody understands; no value, no jargon.
final class GermanWords {
  private GermanWords() {}

  /// In the second person where it is about the person: `Ihr Name`.
  static String of(DataCategory category) {
    return switch (category) {
      case NAME -> "Ihr Name";
      case EMAIL -> "Ihre E-Mail-Adresse";
      case PHONE -> "Ihre Telefonnummer";
      case POSTAL_ADDRESS -> "Ihre Postanschrift";
      case CONTACT_URL -> "die Adresse Ihrer Webseite";
      case USERNAME -> "Ihr Benutzername";
      case ACCOUNT_ID -> "Ihre Kontonummer bei uns";
      case DEVICE_ID -> "eine Nummer, die für Ihr Gerät steht";
      case SESSION_ID -> "eine Nummer, die für einen Besuch steht";
      case ADVERTISING_ID -> "die Werbenummer Ihres Geräts";
      case ORGANIZATION_ID -> "die Nummer Ihres Teams oder Ihrer Firma bei uns";
      case WORKPLACE -> "der Name Ihres Teams oder Ihrer Firma";
      case JOB_TITLE -> "Ihre Berufsbezeichnung";
      case IP_ADDRESS -> "Ihre IP-Adresse";
      case COUNTRY -> "Ihr Land";
      case REGION -> "Ihr Bundesland oder Ihre Region";
      case CITY -> "Ihre Stadt";
      case PRECISE_LOCATION -> "Ihr genauer Aufenthaltsort";
      case USER_AGENT -> "Ihr Browser und Betriebssystem";
      case DEVICE -> "Angaben zu Ihrem Gerät, etwa die Größe des Bildschirms";
      case LOCALE -> "Ihre Sprache und Zeitzone";
      case REFERRER -> "die Seite, über die Sie zu uns kamen";
      case BROWSING_HISTORY -> "Seiten, die Sie geöffnet haben";
      case SEARCH_HISTORY -> "wonach Sie gesucht haben";
      case BEHAVIOR -> "was Sie in unserem Produkt getan haben, und wann";
      case PURCHASE_HISTORY -> "was Sie gekauft haben";
      case MEDIA_CONSUMPTION -> "was Sie gesehen, gelesen oder gehört haben";
      case CAMPAIGN -> "die Anzeige, über die Sie zu uns kamen";
      case ACCOUNT_SETTINGS -> "Ihr Tarif und Ihre Einstellungen";
      case DEMOGRAPHIC -> "Angaben wie Ihre Altersgruppe";
      case DATE_OF_BIRTH -> "Ihr Geburtsdatum";
      case PRIVATE_CONTENT -> "Texte, die Sie geschrieben haben";
      case PUBLIC_CONTENT -> "Texte, die Sie veröffentlicht haben";
      case PROMPT -> "Ihre Unterhaltungen mit unserem Produkt";
      case PASSWORD -> "Ihr Passwort";
      case CREDENTIALS -> "Codes, die Ihr Konto öffnen";
      case API_KEY -> "Ihre API-Schlüssel";
      case CREDIT_CARD -> "Ihre Kartennummer";
      case BANK_ACCOUNT -> "Ihre Bankverbindung";
      case PAYMENT -> "Ihre Zahlungen";
      case GOVERNMENT_ID -> "die Nummer Ihres Passes oder Ausweises";
      case HEALTH -> "Angaben zu Ihrer Gesundheit";
      case BIOMETRIC -> "Ihr Gesicht, Ihre Stimme oder Ihr Fingerabdruck";
      case SPECIAL_CATEGORY -> "Angaben wie Ihr Glaube, Ihre Ansichten oder Ihr Sexualleben";
      case CHILDRENS -> "Angaben zu einem Kind";
      case PRIVACY_PREFERENCES -> "Ihre Datenschutz-Einstellungen";
      case TELEMETRY -> "Daten darüber, wie unser Produkt lief";
      case OPERATIONS -> "Daten darüber, wie unsere Systeme liefen";
      case UNCLASSIFIED -> "Daten, die wir noch einordnen müssen";
    };
  }

  static String of(DisclosedForm form) {
    return switch (form) {
      case CLEAR -> "unverändert";
      case GENERALIZED -> "vergröbert";
      case TOKEN -> "als Code, den nur wir zurückverwandeln können";
      case WITHHELD -> "zurückgehalten, nicht weitergegeben";
    };
  }

  /// The legal basis with its place in the GDPR.
  ///
  /// @param basis as the register has it
  static String legalBasis(String basis) {
    return switch (basis) {
      case "consent" -> "Einwilligung (Art. 6 Abs. 1 Buchst. a DSGVO)";
      case "contract" -> "Vertrag (Art. 6 Abs. 1 Buchst. b DSGVO)";
      case "legal-obligation" -> "rechtliche Verpflichtung (Art. 6 Abs. 1 Buchst. c DSGVO)";
      case "vital-interests" -> "lebenswichtige Interessen (Art. 6 Abs. 1 Buchst. d DSGVO)";
      case "public-task" -> "öffentliche Aufgabe (Art. 6 Abs. 1 Buchst. e DSGVO)";
      default -> "berechtigte Interessen (Art. 6 Abs. 1 Buchst. f DSGVO)";
    };
  }

  /// What covers data that leaves for another place.
  ///
  /// @param mechanism as the register has it
  static String mechanism(String mechanism) {
    return switch (mechanism) {
      case "adequacy-decision" -> "Angemessenheitsbeschluss";
      case "standard-contractual-clauses" -> "Standardvertragsklauseln";
      case "binding-corporate-rules" -> "verbindliche interne Datenschutzvorschriften";
      case "code-of-conduct" -> "Verhaltensregeln";
      case "certification" -> "Zertifizierung";
      default -> "Ausnahme nach Art. 49 DSGVO";
    };
  }
}
