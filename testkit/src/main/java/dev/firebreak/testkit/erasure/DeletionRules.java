package dev.firebreak.testkit.erasure;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What one vendor does with requests to erase people. Called by one thread at a time.
interface DeletionRules {
  /// A request.
  ///
  /// @param path as `/regulations/reg-1`
  /// @param body missing where it is no JSON
  record Request(String method, String path, Map<String, String> query, JsonNode body) {
    boolean is(String otherMethod, String otherPath) {
      return method.equals(otherMethod) && path.equals(otherPath);
    }
  }

  /// An answer.
  record Reply(int status, String body) {
    static Reply json(int status, JsonNode body) {
      return new Reply(status, body.toString());
    }

    static Reply refused(String why) {
      return new Reply(400, "{\"error\":\"" + why + "\"}");
    }

    static Reply noSuchPath() {
      return new Reply(404, "");
    }
  }

  /// What the header `Authorization` must be.
  String authorization();

  /// Does what is asked.
  Reply answer(Request request, VendorPeople people);
}
