package dev.firebreak.keys;

import dev.firebreak.pseudonym.SecretBytes;

/// The secrets of one keyVersion on their way out of the folder of keys or back into it.
///
/// @param keyset Tink's, serialized
/// @param hashKey makes keyed hashes
record KeyMaterial(SecretBytes keyset, SecretBytes hashKey) {}
