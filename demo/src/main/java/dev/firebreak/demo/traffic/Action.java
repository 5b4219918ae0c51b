package dev.firebreak.demo.traffic;

/// What a person does in the product, and the page where it happens. The last four are messages to
/// the vendor that are no action of a person's.
enum Action {
  SITE_VIEWED("Page Viewed", "/"),
  PRICING_VIEWED("Page Viewed", "/pricing"),
  SIGNED_UP("Signed Up", "/signup"),
  SIGNED_IN("Signed In", "/login"),
  PROJECT_CREATED("Project Created", "/projects"),
  API_KEY_CREATED("API Key Created", "/api-keys"),
  FIRST_API_CALL("First API Call", "/usage"),
  PLAYGROUND_RUN("Playground Run", "/playground"),
  DOCS_VIEWED("Docs Viewed", "/docs/"),
  DOCS_SEARCHED("Docs Searched", "/docs/search"),
  USAGE_VIEWED("Usage Viewed", "/usage"),
  BILLING_VIEWED("Billing Viewed", "/settings/billing"),
  MEMBER_INVITED("Member Invited", "/settings/members"),
  HELP_OPENED("Help Center Opened", "/help"),
  HELP_SEARCHED("Help Searched", "/help/search"),
  TICKET_OPENED("Ticket Opened", "/help/tickets/new"),
  IDENTIFY("$identify", "/login"),
  ALIAS("$create_alias", "/login"),
  PROFILE("", ""),
  GROUP("", "");

  private final String event;
  private final String path;

  Action(String event, String path) {
    this.event = event;
    this.path = path;
  }

  String event() {
    return event;
  }

  String path() {
    return path;
  }

  /// Whether somebody else could know of it as something the person did.
  boolean observable() {
    return ordinal() >= SIGNED_UP.ordinal() && ordinal() < IDENTIFY.ordinal();
  }
}
