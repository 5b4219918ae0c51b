/// Keysets at rest: wrapped by a master key that lies outside the data directory.
@NullMarked
package dev.firebreak.keys;

import org.jspecify.annotations.NullMarked;
