package dev.firebreak.erasure;

import java.util.LinkedHashMap;
import java.util.Map;

/// Erasures as documents of maps, lists and values. They name nobody, nor any id.
public final class ErasureJson {
  private ErasureJson() {}

  /// The decision.
  public static Map<String, Object> erasure(Erasure erasure) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("erasure", erasure.name());
    document.put("of", erasure.vendor().isPresent() ? "everybody" : "person");
    document.put("reason", erasure.reason());
    document.put("decidedBy", erasure.decidedBy());
    document.put("confirmedBy", erasure.confirmedBy());
    document.put("decidedAt", erasure.decidedAt().toString());
    return document;
  }

  /// Everything of an erasure.
  public static Map<String, Object> dossier(Erasures.Dossier dossier) {
    Map<String, Object> document = erasure(dossier.erasure());
    Map<String, Object> devices = new LinkedHashMap<>();
    for (DeviceGround ground : DeviceGround.values()) {
      devices.put(ground.label(), dossier.devices().getOrDefault(ground, 0L));
    }
    document.put("devices", devices);
    document.put("vendors", dossier.vendors().stream().map(ErasureJson::vendor).toList());
    document.put("requests", dossier.requests().stream().map(ErasureJson::request).toList());
    document.put("proofs", dossier.proofs().stream().map(ErasureJson::proof).toList());
    return document;
  }

  private static Map<String, Object> vendor(VendorErasure vendor) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("vendor", vendor.vendor().value());
    vendor.preparedAt().ifPresent(at -> document.put("preparedAt", at.toString()));
    vendor.closedAt().ifPresent(at -> document.put("closedAt", at.toString()));
    Map<String, Object> subjects = new LinkedHashMap<>();
    for (SubjectState state : SubjectState.values()) {
      subjects.put(state.label(), vendor.count(state));
    }
    document.put("subjects", subjects);
    return document;
  }

  private static Map<String, Object> request(ErasureRequest request) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("request", request.request());
    document.put("vendor", request.vendor().value());
    document.put("place", request.place());
    document.put("state", request.state());
    document.put("ids", request.ids());
    document.put("sends", request.sends());
    request.askedAt().ifPresent(at -> document.put("askedAt", at.toString()));
    request.tracking().ifPresent(id -> document.put("tracking", id));
    request.endedAt().ifPresent(at -> document.put("endedAt", at.toString()));
    request.words().ifPresent(words -> document.put("receipt", words));
    return document;
  }

  private static Map<String, Object> proof(Proof proof) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("vendor", proof.vendor().value());
    document.put("subjects", proof.subjects());
    document.put("note", proof.note());
    proof.sha256().ifPresent(digest -> document.put("sha256", digest));
    document.put("signedBy", proof.signedBy());
    document.put("signedAt", proof.signedAt().toString());
    return document;
  }
}
