package dev.firebreak.gateway;

import dev.firebreak.event.MessageTreatment;
import java.util.function.Supplier;

/// A policy and a key with the treatments that apply them. One request is treated under one of
/// them, whatever comes into force meanwhile.
///
/// @param version names the policy in records
/// @param keyVersion of the vendor's pseudonym key, in records
/// @param treatments makes a treatment; each is used by one request at a time
public record PolicyInForce(
    String version, int keyVersion, Supplier<MessageTreatment> treatments) {}
