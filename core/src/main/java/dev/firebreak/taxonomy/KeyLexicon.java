package dev.firebreak.taxonomy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a property's name says about its value, whichever vendor it goes to: `firstName`,
/// `first_name` and `First Name` are the same entry.
///
/// A name is normalised to its ASCII letters and digits in lower case. Only whole names count, so
/// that `email_count` is no address; the suffixes in [#SUFFIXES] and the words of [SecretNames] are
/// the exceptions. Of a long name its end counts. Immutable.
public final class KeyLexicon {
  private static final int NAME_CHARS_MAX = 64;
  private static final Map<String, DataCategory> NAMES = new HashMap<>();
  private static final Map<String, DataCategory> SUFFIXES =
      Map.ofEntries(
          Map.entry("email", DataCategory.EMAIL),
          Map.entry("emailaddress", DataCategory.EMAIL),
          Map.entry("phonenumber", DataCategory.PHONE),
          Map.entry("password", DataCategory.PASSWORD),
          Map.entry("passwd", DataCategory.PASSWORD),
          Map.entry("authcode", DataCategory.CREDENTIALS),
          Map.entry("apikey", DataCategory.API_KEY),
          Map.entry("secretkey", DataCategory.API_KEY),
          Map.entry("accesstoken", DataCategory.CREDENTIALS),
          Map.entry("refreshtoken", DataCategory.CREDENTIALS),
          Map.entry("creditcard", DataCategory.CREDIT_CARD),
          Map.entry("cardnumber", DataCategory.CREDIT_CARD),
          Map.entry("ssn", DataCategory.GOVERNMENT_ID),
          Map.entry("ipaddress", DataCategory.IP_ADDRESS),
          Map.entry("fullname", DataCategory.NAME));

  static {
    add(
        DataCategory.NAME,
        "name firstname lastname fullname displayname givenname familyname surname middlename",
        "nickname realname customername contactname forename",
        "recipientname sendername ownername managername billingname cardholdername");
    add(DataCategory.EMAIL, "email mail emailaddress useremail contactemail workemail");
    add(DataCategory.PHONE, "phone phonenumber mobile mobilenumber telephone tel cell fax msisdn");
    add(
        DataCategory.POSTAL_ADDRESS,
        "address street streetaddress address1 address2 addressline1 addressline2 postalcode",
        "zip zipcode postcode shippingaddress billingaddress housenumber");
    add(DataCategory.CONTACT_URL, "website homepage linkedin twitter github avatar avatarurl");
    add(DataCategory.USERNAME, "username login loginname handle screenname userlogin");
    add(
        DataCategory.ACCOUNT_ID,
        "userid uid accountid customerid memberid distinctid subjectid externalid userguid",
        "playerid profileid personid");
    add(
        DataCategory.DEVICE_ID,
        "deviceid anonymousid anonid clientid cookieid visitorid installationid installid",
        "fingerprint browserid machineid");
    add(DataCategory.SESSION_ID, "sessionid sid visitid pageviewid");
    add(DataCategory.ADVERTISING_ID, "idfa gaid advertisingid adid aaid idfv");
    add(
        DataCategory.ORGANIZATION_ID,
        "orgid organizationid organisationid companyid tenantid workspaceid teamid groupid",
        "projectid");
    add(
        DataCategory.WORKPLACE,
        "company companyname organization organisation organizationname organisationname",
        "orgname employer workplace workspacename teamname tenantname");
    add(DataCategory.JOB_TITLE, "jobtitle title role position occupation department");
    add(DataCategory.IP_ADDRESS, "ip ipaddress ipaddr clientip remoteip remoteaddr xforwardedfor");
    add(DataCategory.COUNTRY, "country countrycode countryname");
    add(DataCategory.REGION, "region state province stateprovince county subdivision");
    add(DataCategory.CITY, "city town municipality signupcity");
    add(
        DataCategory.PRECISE_LOCATION,
        "latitude longitude lat lng lon geo coordinates latlng geolocation");
    add(
        DataCategory.USER_AGENT,
        "useragent ua browser browserversion os osversion operatingsystem devicemodel model",
        "platformversion manufacturer brand devicetype screenwidth screenheight");
    add(DataCategory.LOCALE, "locale language timezone tz lang");
    add(DataCategory.REFERRER, "referrer referer referringdomain referrerurl");
    add(
        DataCategory.BROWSING_HISTORY,
        "url currenturl pageurl pagetitle pagepath path pathname href location landingpage");
    add(DataCategory.SEARCH_HISTORY, "q query search searchterm searchquery keyword keywords");
    add(DataCategory.PURCHASE_HISTORY, "revenue orderid transactionid amount price total items");
    add(DataCategory.MEDIA_CONSUMPTION, "videoid episode track trackid mediaid");
    add(
        DataCategory.CAMPAIGN,
        "utmsource utmmedium utmcampaign utmcontent utmterm utmid gclid fbclid msclkid dclid",
        "gbraid wbraid ttclid twclid campaign campaignid");
    add(DataCategory.ACCOUNT_SETTINGS, "plan theme tier subscription seats trial");
    add(DataCategory.DEMOGRAPHIC, "gender sex age agerange income maritalstatus nationality");
    add(DataCategory.DATE_OF_BIRTH, "birthday birthdate dob dateofbirth");
    add(
        DataCategory.PRIVATE_CONTENT,
        "note notes comment message body text description feedback content subject bio");
    add(DataCategory.PROMPT, "prompt completion modelinput modeloutput chat conversation");
    add(DataCategory.PASSWORD, "password passwd pwd passphrase pin passcode");
    add(
        DataCategory.CREDENTIALS,
        "accesstoken refreshtoken idtoken sessiontoken authtoken authorization bearer jwt otp",
        "cookie setcookie csrf csrftoken resettoken invitetoken magiclink authcode mfacode",
        "oobcode verificationcode confirmationcode recoverycode backupcode onetimecode");
    add(
        DataCategory.API_KEY,
        "apikey apisecret secret secretkey clientsecret privatekey accesskey apitoken token",
        "accesskeyid secretaccesskey webhooksecret signingsecret");
    add(DataCategory.CREDIT_CARD, "creditcard cardnumber ccnumber pan cvv cvc cardno");
    add(DataCategory.BANK_ACCOUNT, "iban bic accountnumber routingnumber sortcode bankaccount");
    add(DataCategory.PAYMENT, "paymentmethod paypalemail billing");
    add(
        DataCategory.GOVERNMENT_ID,
        "ssn socialsecuritynumber passport passportnumber nationalid taxid driverslicense",
        "driverlicense licensenumber nino sin itin pesel bsn cpf cnpj aadhaar curp dni nie",
        "nationalinsurancenumber steuerid personalausweis governmentid");
    add(DataCategory.HEALTH, "diagnosis medication allergies bloodtype condition healthstatus");
    add(DataCategory.SPECIAL_CATEGORY, "religion ethnicity race sexualorientation politicalparty");
    add(DataCategory.PRIVACY_PREFERENCES, "consent gpc optout donottrack gdprconsent");
    add(DataCategory.TELEMETRY, "loadtime latency crash stacktrace errorcode memoryusage");
    add(DataCategory.OPERATIONS, "libversion sdkversion buildnumber appversion insertid messageid");
  }

  private KeyLexicon() {}

  /// The category of a property by its name alone; empty where the name says nothing.
  public static Optional<DataCategory> categoryOf(String name) {
    boolean whole = name.length() <= NAME_CHARS_MAX;
    String end = whole ? name : name.substring(name.length() - NAME_CHARS_MAX);
    String normal = normalize(end);
    DataCategory category = whole ? NAMES.get(normal) : null;
    if (category != null) {
      return Optional.of(category);
    }
    for (Map.Entry<String, DataCategory> suffix : SUFFIXES.entrySet()) {
      if (normal.length() > suffix.getKey().length() && normal.endsWith(suffix.getKey())) {
        return Optional.of(suffix.getValue());
      }
    }
    return SecretNames.mayBe(normal) ? SecretNames.categoryOf(end) : Optional.empty();
  }

  /// True where the name says that the value is a password, a credential or a key.
  public static boolean isSecret(String name) {
    return categoryOf(name)
        .filter(category ->
            category == DataCategory.PASSWORD
                || category == DataCategory.CREDENTIALS
                || category == DataCategory.API_KEY)
        .isPresent();
  }

  /// True where the name as a whole is an entry, written in ASCII letters, digits and separators,
  /// so that it holds nothing beside the entry.
  public static boolean isName(String name) {
    return name.length() <= NAME_CHARS_MAX
        && name.chars().allMatch(KeyLexicon::isPlain)
        && NAMES.containsKey(normalize(name));
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "_$ .-".indexOf(c) >= 0;
  }

  private static String normalize(String name) {
    StringBuilder normal = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        normal.append((char) (c + 'a' - 'A'));
      } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        normal.append(c);
      }
    }
    return normal.toString();
  }

  private static void add(DataCategory category, String... lines) {
    for (String line : lines) {
      for (String name : line.split(" ", -1)) {
        NAMES.put(normalize(name), category);
      }
    }
  }
}
