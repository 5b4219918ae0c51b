package dev.firebreak.api;

import dev.firebreak.access.Role;
import dev.firebreak.access.Scope;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The rule of every command, in one table. A command that is in neither table cannot be asked for,
/// and fails a test: so nothing is reached over HTTP whose rule nobody wrote down.
final class OperationRules {
  /// Command, method, scope, role; and whether what it prints is a list that comes in pages.
  private static final String OPERATIONS =
      """
      status                          GET   read         viewer           list
      policy check                    POST  read         viewer
      policy effective                GET   read         viewer           list
      policy reload                   POST  administer   admin
      taxonomy                        GET   read         viewer           list
      operator add                    POST  administer   admin
      operator invite                 POST  administer   admin
      operator role                   POST  administer   admin
      operator remove                 POST  administer   admin
      operator list                   GET   administer   admin            list
      token create                    POST  administer   admin
      token list                      GET   administer   admin            list
      token revoke                    POST  administer   admin
      vendor check                    GET   read         viewer           list
      vendor list                     GET   read         viewer           list
      vendor show                     GET   read         viewer
      vendor dead-letters             POST  respond      responder
      vendor cut                      POST  respond      responder
      vendor resume                   POST  respond      responder
      vendor hold                     POST  respond      responder
      vendor release                  POST  respond      responder
      vendor destroy-held             POST  decide       privacy-officer
      vendor sign                     POST  respond      responder
      vendor end                      POST  decide       privacy-officer
      vendor review                   POST  respond      responder
      vendor review start             POST  respond      responder
      vendor review list              GET   read         viewer           list
      vendor review show              GET   read         viewer
      vendor review questions         GET   read         viewer           list
      vendor review answer            POST  respond      responder
      vendor review export            GET   read         viewer
      vendor review import            POST  respond      responder
      vendor review evidence          POST  respond      responder
      vendor review evidence-export   POST  respond      responder
      vendor review finding           POST  respond      responder
      vendor review action            POST  respond      responder
      vendor review done              POST  respond      responder
      vendor review rate              POST  decide       privacy-officer
      vendor review close             POST  decide       privacy-officer
      standards check                 GET   read         viewer           list
      key list                        GET   read         viewer           list
      key rotate                      POST  decide       privacy-officer
      key destroy                     POST  decide       privacy-officer
      lookup                          POST  read-people  responder
      erase                           POST  decide       privacy-officer
      erase list                      GET   read         responder        list
      erase show                      GET   read         responder
      erase status                    POST  read-people  responder
      erase sign                      POST  decide       privacy-officer
      erase retry                     POST  decide       privacy-officer
      erase unsuppress                POST  decide       privacy-officer
      audit show                      GET   read         privacy-officer
      audit verify                    POST  read         privacy-officer
      audit heads                     POST  read         privacy-officer
      audit key                       GET   read         privacy-officer
      audit export                    POST  read         privacy-officer
      ledger import                   POST  respond      responder
      ledger matrix                   GET   read         viewer           list
      ledger people                   POST  read-people  responder
      ledger show                     POST  read-people  responder
      ledger verify                   GET   read         viewer
      drill                           POST  read         responder
      scan                            POST  read         responder
      incident open                   POST  respond      responder
      incident list                   GET   read         viewer           list
      incident show                   GET   read         responder
      incident moment                 POST  respond      responder
      incident provisional            POST  respond      responder
      incident assess                 POST  respond      responder
      incident map                    POST  respond      responder
      incident counterfactual         POST  respond      responder
      incident sign                   POST  decide       privacy-officer
      incident close                  POST  decide       privacy-officer
      incident duties                 GET   read         viewer           list
      incident decide                 POST  decide       privacy-officer
      incident answer                 POST  decide       privacy-officer
      incident flag                   POST  decide       privacy-officer
      incident statement              POST  decide       privacy-officer
      incident calendar               GET   read         viewer
      incident catalogue              GET   read         viewer           list
      incident people                 POST  read-people  privacy-officer
      incident rejected               POST  read-people  responder
      incident custody                POST  read-people  responder
      incident sweep                  POST  decide       privacy-officer
      incident organizations          POST  read-people  responder
      incident delta                  POST  read-people  responder
      incident reconcile              POST  read-people  responder
      incident surprises              GET   read         responder        list
      incident letter                 GET   read         responder
      incident timeline               GET   read         viewer           list
      incident report                 POST  read-people  responder
      incident organization-lists     POST  decide       privacy-officer
      incident authority              GET   read         responder
      incident authority-sent         POST  decide       privacy-officer
      incident phases                 GET   read         viewer           list
      incident risk                   GET   read         responder
      incident phishing               POST  read-people  privacy-officer
      incident lure                   POST  read         responder
      notice draft                    POST  respond      responder
      notice lint                     GET   read         responder        list
      notice preview                  POST  read-people  responder
      notice decide                   POST  decide       privacy-officer
      notice decisions                GET   read         viewer           list
      notice approve                  POST  decide       privacy-officer
      notice send                     POST  decide       privacy-officer
      notice pause                    POST  respond      responder
      notice withdraw                 POST  decide       privacy-officer
      notice set-aside                POST  read-people  responder
      notice status                   GET   read         viewer           list
      notice verify                   POST  read-people  responder
      notice domain                   POST  read         viewer
      notice ask                      POST  respond      responder
      notice asked                    POST  read-people  responder
      notice letters                  POST  read-people  privacy-officer
      notice returned                 POST  respond      responder
      notice suppress add             POST  respond      responder
      notice suppress remove          POST  respond      responder
      notice suppress list            GET   read         responder        list
      webhook add                     POST  administer   admin
      webhook list                    GET   administer   admin            list
      webhook remove                  POST  administer   admin
      webhook enable                  POST  administer   admin
      webhook test                    POST  administer   admin
      webhook deliveries              GET   administer   admin
      """;

  /// Commands that are no operations, and why.
  private static final Map<String, String> EXCLUDED =
      Map.of(
          "init", "makes an installation on this machine; there is none yet that could answer",
          "serve", "is the process that answers",
          "demo", "makes an installation of its own on this machine",
          "help", "is what the OpenAPI document says",
          "operator password",
              "asks for a password, which goes from its owner's hand to the server"
                  + " and through no program",
          "operator recovery-codes",
              "shows what stands in for an authenticator, which goes from the"
                  + " server to its owner's paper and through no program",
          "key seal", "shows an opening code and asks for it back, at a terminal",
          "key unseal",
              "asks for an opening code, which goes from hand to hand and through no" + " program");

  /// Options that name a place of the server, which nobody chooses from afar.
  private static final Set<String> EXCLUDED_OPTIONS = Set.of("--work", "--master");

  private static final Map<String, OperationRule> RULES = rules();

  private OperationRules() {}

  /// By command, in the table's order.
  static Map<String, OperationRule> all() {
    return RULES;
  }

  /// By command, with the reason.
  static Map<String, String> excluded() {
    return EXCLUDED;
  }

  static boolean isExcludedOption(String name) {
    return EXCLUDED_OPTIONS.contains(name);
  }

  private static Map<String, OperationRule> rules() {
    Map<String, OperationRule> rules = new LinkedHashMap<>();
    for (String line : OPERATIONS.lines().toList()) {
      String[] cells = line.split(" {2,}", -1);
      rules.put(
          cells[0],
          new OperationRule(
              OperationRule.Method.valueOf(cells[1]),
              Scope.ofWord(cells[2]).orElseThrow(),
              Role.valueOf(cells[3].toUpperCase(Locale.ROOT).replace('-', '_')),
              cells.length > 4));
    }
    return Collections.unmodifiableMap(rules);
  }
}
