package dev.firebreak.taxonomy;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the name of a column says in the exports and tables of others: words of several languages,
/// and English words at the end of longer names (`cust_first_name`). Wider than [KeyLexicon], which
/// decides what a vendor may have: a wrong guess here costs a look, there a field.
///
/// Names are compared without case, accents and separators. Immutable.
public final class ColumnLexicon {
  /// How a name was understood.
  public enum Match {
    /// The whole name is an entry.
    WHOLE,
    /// Only its end is.
    END
  }

  /// @param category what the name says
  public record Guess(DataCategory category, Match match) {}

  private static final int NAME_CHARS_MAX = 64;
  private static final Map<String, DataCategory> WORDS = new HashMap<>();

  /// Ends that mean the same whatever stands before them.
  private static final Map<String, DataCategory> ENDS =
      Map.ofEntries(
          Map.entry("firstname", DataCategory.NAME),
          Map.entry("lastname", DataCategory.NAME),
          Map.entry("fullname", DataCategory.NAME),
          Map.entry("surname", DataCategory.NAME),
          Map.entry("vorname", DataCategory.NAME),
          Map.entry("nachname", DataCategory.NAME),
          Map.entry("prenom", DataCategory.NAME),
          Map.entry("apellidos", DataCategory.NAME),
          Map.entry("cognome", DataCategory.NAME),
          Map.entry("mail", DataCategory.EMAIL),
          Map.entry("courriel", DataCategory.EMAIL),
          Map.entry("correo", DataCategory.EMAIL),
          Map.entry("phone", DataCategory.PHONE),
          Map.entry("telephone", DataCategory.PHONE),
          Map.entry("telefon", DataCategory.PHONE),
          Map.entry("telefono", DataCategory.PHONE),
          Map.entry("mobile", DataCategory.PHONE),
          Map.entry("street", DataCategory.POSTAL_ADDRESS),
          Map.entry("strasse", DataCategory.POSTAL_ADDRESS),
          Map.entry("zip", DataCategory.POSTAL_ADDRESS),
          Map.entry("zipcode", DataCategory.POSTAL_ADDRESS),
          Map.entry("postcode", DataCategory.POSTAL_ADDRESS),
          Map.entry("postalcode", DataCategory.POSTAL_ADDRESS),
          Map.entry("plz", DataCategory.POSTAL_ADDRESS),
          Map.entry("city", DataCategory.CITY),
          Map.entry("ville", DataCategory.CITY),
          Map.entry("ciudad", DataCategory.CITY),
          Map.entry("country", DataCategory.COUNTRY),
          Map.entry("countrycode", DataCategory.COUNTRY),
          Map.entry("pays", DataCategory.COUNTRY),
          Map.entry("birthdate", DataCategory.DATE_OF_BIRTH),
          Map.entry("birthday", DataCategory.DATE_OF_BIRTH),
          Map.entry("geburtsdatum", DataCategory.DATE_OF_BIRTH));

  /// Before `name` they say that it is a person's.
  private static final Set<String> PERSONS =
      Set.of(
          "user",
          "usr",
          "customer",
          "cust",
          "client",
          "member",
          "person",
          "contact",
          "owner",
          "kunde",
          "kunden",
          "benutzer",
          "nutzer",
          "mitarbeiter",
          "employee",
          "author",
          "sender",
          "recipient",
          "buyer",
          "patient",
          "student",
          "guest",
          "lead");

  /// Words that make a longer name one about the thing: `has_phone` holds no number.
  private static final Set<String> ABOUT =
      Set.of(
          "has",
          "is",
          "was",
          "can",
          "num",
          "count",
          "opt",
          "allow",
          "send",
          "sent",
          "verified",
          "valid",
          "with",
          "show",
          "last",
          "hide",
          "use",
          "status",
          "type");

  static {
    add(
        DataCategory.NAME,
        "vorname nachname familienname rufname ansprechpartner kundenname benutzername anzeigename",
        "nom prenom nomdefamille nomcomplet nombre apellido apellidos nombrecompleto nome cognome",
        "sobrenome nomecompleto nomecognome voornaam achternaam volledigenaam naam imie nazwisko",
        "imienazwisko fornamn efternamn namn fornavn etternavn efternavn navn etunimi sukunimi",
        "nimi soyad adsoyad isim keresztnev vezeteknev jmeno prijmeni имя фамилия фио отчество",
        "όνομα επώνυμο 氏名 名前 姓 名 姓名 名字 이름 성명");
    add(
        DataCategory.EMAIL,
        "emailadresse mailadresse mailadr epost epostadresse epostadress courriel adressemail",
        "correo correoelectronico direccionemail posta postaelettronica indirizzoemail",
        "enderecoemail emailadres eposta sahkoposti adresemail почта электроннаяпочта",
        "ηλεκτρονικόταχυδρομείο メールアドレス メール 邮箱 电子邮件 電子郵件 이메일");
    add(
        DataCategory.PHONE,
        "telefon telefonnummer handy handynummer mobilnummer mobiltelefon rufnummer fon",
        "numerodetelephone numtelephone telefono telefonomovil movil celular cellulare",
        "telefone telemovel telefoonnummer telefoon mobiel nrtelefonu numertelefonu puhelin",
        "ceptelefonu телефон номертелефона τηλέφωνο 電話番号 电话 手机 手机号 전화번호");
    add(
        DataCategory.POSTAL_ADDRESS,
        "adresse anschrift strasse strassehausnummer hausnummer plz postleitzahl rue codepostal",
        "direccion calle codigopostal indirizzo endereco rua codigopostal adres straat",
        "huisnummer ulica kodpocztowy gata gatuadress postnummer vej adresa osoite postinumero",
        "адрес улица индекс διεύθυνση 住所 郵便番号 地址 邮编 주소");
    add(
        DataCategory.CITY,
        "stadt ort wohnort ville commune ciudad localidad citta comune cidade stad plaats",
        "woonplaats miasto miejscowosc ort kaupunki sehir mesto город πόλη 市区町村 城市 도시");
    add(
        DataCategory.REGION,
        "bundesland kanton departement comunidad provincia regione estado provincie wojewodztwo",
        "fylke maakunta область регион 都道府県 省份");
    add(
        DataCategory.COUNTRY,
        "land herkunftsland pays pais paese nazione kraj maa ulke zeme страна χώρα 国 国家 국가");
    add(
        DataCategory.ACCOUNT_ID,
        "kundennummer kundennr kundenid benutzerid nutzerid mitgliedsnummer personalnummer",
        "numeroclient idclient idutilisateur idusuario idcliente numerocliente numerodecliente",
        "codicecliente idutente klantnummer klantid gebruikersid nrklienta idklienta kundnummer",
        "kundenummer asiakasnumero musteriid custid custno customerno customernumber usrid",
        "membernumber 会員番号 用户id 사용자id");
    add(
        DataCategory.USERNAME,
        "benutzerkennung anmeldename loginid identifiant usuario nombreusuario utente gebruiker",
        "gebruikersnaam uzytkownik anvandarnamn brukernavn логин 用户名");
    add(
        DataCategory.WORKPLACE,
        "firma firmenname unternehmen arbeitgeber entreprise societe employeur empresa azienda",
        "datoredilavoro bedrijf bedrijfsnaam werkgever pracodawca foretag arbetsgivare virksomhed",
        "yritys sirket компания εταιρεία 会社名 公司 회사");
    add(
        DataCategory.JOB_TITLE,
        "beruf stelle profession puesto professione functie beroep",
        "stanowisko yrke ammatti должность 職業 职位");
    add(
        DataCategory.DATE_OF_BIRTH,
        "geburtsdatum geburtstag datedenaissance naissance fechanacimiento fechadenacimiento",
        "datadinascita dataurodzenia geboortedatum datanascimento fodelsedatum syntymaaika",
        "dogumtarihi датарождения ημερομηνίαγέννησης 生年月日 出生日期 생년월일");
    add(
        DataCategory.DEMOGRAPHIC,
        "geschlecht anrede alter sexe civilite sexo genero edad genere eta geslacht leeftijd plec",
        "wiek alder sukupuoli cinsiyet пол возраст 性別 性别 성별");
    add(
        DataCategory.LOCALE,
        "sprache langue idioma lingua taal jezyk sprak kieli dil язык γλώσσα 言語 语言 언어");
    add(DataCategory.IP_ADDRESS, "ipadresse adresseip direccionip indirizzoip ipadres adresip");
    add(
        DataCategory.BANK_ACCOUNT,
        "kontonummer bankverbindung kontonr numerodecompte cuentabancaria contobancario",
        "rekeningnummer numerkonta");
    add(
        DataCategory.PASSWORD,
        "passwort kennwort motdepasse contrasena senha wachtwoord haslo losenord пароль");
    add(
        DataCategory.PRIVATE_CONTENT,
        "bemerkung bemerkungen notiz notizen kommentar nachricht beschreibung commentaire",
        "remarque observaciones comentario mensaje nota note commento messaggio opmerking uwagi",
        "комментарий 備考 备注 메모");
    add(
        DataCategory.GOVERNMENT_ID,
        "sozialversicherungsnummer svnr steuernummer ausweisnummer numerosecu"
            + " numerosecuritesociale",
        "codicefiscale nif bsnnummer personnummer henkilotunnus fodselsnummer cprnummer",
        "паспорт инн снилс マイナンバー 身份证 身份证号 주민등록번호");
    add(DataCategory.HEALTH, "diagnose krankheit diagnostic maladie diagnostico enfermedad");
  }

  private ColumnLexicon() {}

  /// What the name says; empty where it says nothing.
  public static Optional<Guess> guess(String name) {
    if (name.length() > NAME_CHARS_MAX) {
      return Optional.empty();
    }
    List<String> words = words(name);
    String whole = String.join("", words);
    Optional<DataCategory> category =
        Optional.ofNullable(WORDS.get(whole)).or(() -> KeyLexicon.categoryOf(whole));
    if (category.isPresent()) {
      return Optional.of(new Guess(category.get(), Match.WHOLE));
    }
    if (words.stream().anyMatch(ABOUT::contains)) {
      return Optional.empty();
    }
    for (int from = Math.max(1, words.size() - 2); from < words.size(); from++) {
      DataCategory end = ENDS.get(String.join("", words.subList(from, words.size())));
      if (end != null) {
        return Optional.of(new Guess(end, Match.END));
      }
    }
    boolean personsName =
        words.size() > 1
            && words.getLast().equals("name")
            && words.subList(0, words.size() - 1).stream().anyMatch(PERSONS::contains);
    return personsName ? Optional.of(new Guess(DataCategory.NAME, Match.END)) : Optional.empty();
  }

  /// The words of a name, split at separators and at capitals, without accents, in lower case.
  private static List<String> words(String name) {
    String plain = Normalizer.normalize(name, Normalizer.Form.NFKD);
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean lower = false;
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (Character.getType(c) == Character.NON_SPACING_MARK && c < '\u0400') {
        continue;
      }
      boolean letter = Character.isLetterOrDigit(c) || Character.isSurrogate(c) || isMark(c);
      if (!letter || (lower && Character.isUpperCase(c))) {
        end(words, word);
      }
      if (letter) {
        word.append(folded(c));
      }
      lower = Character.isLowerCase(c);
    }
    end(words, word);
    return words;
  }

  private static boolean isMark(char c) {
    return Character.getType(c) == Character.NON_SPACING_MARK || c == '\u30fc';
  }

  private static void end(List<String> words, StringBuilder word) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  private static String folded(char c) {
    return switch (c) {
      case 'ß' -> "ss";
      case 'ø', 'Ø' -> "o";
      case 'ł', 'Ł' -> "l";
      case 'æ', 'Æ' -> "ae";
      case 'œ', 'Œ' -> "oe";
      case 'đ', 'Đ' -> "d";
      case 'ı' -> "i";
      default -> String.valueOf(c).toLowerCase(Locale.ROOT);
    };
  }

  private static void add(DataCategory category, String... lines) {
    for (String line : lines) {
      for (String name : line.split(" ", -1)) {
        WORDS.putIfAbsent(String.join("", words(name)), category);
      }
    }
  }
}
