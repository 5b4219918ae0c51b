package dev.firebreak.receipt;

/// The languages in which a receipt can be handed out.
public enum ReceiptLanguage {
  EN,
  DE
}
