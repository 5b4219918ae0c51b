package dev.firebreak.installation;

import dev.firebreak.access.AccessServices;
import dev.firebreak.audit.AuditHeads;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.config.BindingConfig;
import dev.firebreak.config.DataDirectory;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.delivery.Deliveries;
import dev.firebreak.delivery.PolicyArchive;
import dev.firebreak.delivery.QueuedMessages;
import dev.firebreak.delivery.ReleasedQueues;
import dev.firebreak.delivery.Suppressions;
import dev.firebreak.delivery.VendorSwitch;
import dev.firebreak.erasure.OpenErasures;
import dev.firebreak.incident.OpenIncidents;
import dev.firebreak.keys.KeyRotation;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.keys.VendorKeys;
import dev.firebreak.ledger.LedgerStore;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/// The opened parts of one installation that every feature shares. Closing gives the data directory
/// back.
///
/// @param config the settings
/// @param directory the data directory, owned by this process
/// @param keys keysets
/// @param control control database
/// @param audit the audit log
/// @param ledger the disclosure ledger
/// @param clock where time comes from
/// @param deliveries journals, lanes and the switch of vendors
public record Installation(
    FirebreakConfig config,
    DataDirectory directory,
    KeyStore keys,
    ControlDatabase control,
    AuditLog audit,
    LedgerStore ledger,
    Clock clock,
    Deliveries deliveries)
    implements AutoCloseable {

  /// The parts with the deliveries that the settings' bindings need.
  public Installation(
      FirebreakConfig config,
      DataDirectory directory,
      KeyStore keys,
      ControlDatabase control,
      AuditLog audit,
      LedgerStore ledger,
      Clock clock) {
    this(
        config,
        directory,
        keys,
        control,
        audit,
        ledger,
        clock,
        new Deliveries(
            config.bindings(),
            new Deliveries.Parts(
                directory,
                keys,
                ledger,
                audit,
                clock,
                new VendorSwitch(
                    control,
                    audit,
                    clock,
                    config.bindings().stream().map(BindingConfig::vendor).toList(),
                    new KeyRotation(keys, audit)::rotate),
                new PolicyArchive(control, clock),
                config.journalRetention(),
                config.held().retention(),
                new Suppressions(control, clock))));
  }

  /// Who may do what, and how they show who they are.
  public AccessServices access() {
    return AccessServices.of(control, keys, audit, clock);
  }

  /// The heads of the audit log that were signed.
  public AuditHeads auditHeads() {
    return new AuditHeads(control, keys, config.audit(), clock);
  }

  /// The life of vendors' keys. What a key is still needed for is asked of every feature that may
  /// need it.
  public VendorKeys vendorKeys() {
    VendorSwitch vendors = deliveries.vendors();
    return new VendorKeys(
        new VendorKeys.Parts(
            keys,
            ledger,
            audit,
            clock,
            deliveries.clockCheck()::believed,
            vendor -> vendors.bound().contains(vendor) && !vendors.isCut(vendor),
            List.of(
                new OpenIncidents(control, audit, clock),
                new QueuedMessages(deliveries),
                new OpenErasures(this)),
            List.of(new ReleasedQueues(deliveries))));
  }

  @Override
  public void close() throws IOException {
    // in reverse order, each whatever became of the one before
    try (directory;
        control;
        ledger;
        deliveries) {
      // nothing more to do than to close them
    }
  }
}
