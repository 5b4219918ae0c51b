package dev.firebreak.delivery;

import java.util.Locale;

/// What a cut cannot reach, since it lies outside our own pipe: a person sees to each and signs.
public enum CutItem {
  PROJECT_TOKENS("Revoke the project's tokens and service accounts at the vendor."),
  INTEGRATIONS("Switch off the vendor's own integrations and scheduled exports."),
  WAREHOUSE_CONNECTORS("Stop warehouse connectors and reverse ETL that read or feed the project."),
  SSO_ACCESS("Take the vendor's and the staff's single sign-on access away."),
  DIRECT_APP_VERSIONS("Find app and site versions that still send to the vendor directly."),
  DNS_AND_CSP("Block the vendor's host names in DNS and in the content security policy.");

  private final String task;

  CutItem(String task) {
    this.task = task;
  }

  /// What is to be done, as a sentence.
  public String task() {
    return task;
  }

  /// As commands and the database name it: `project-tokens`.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
