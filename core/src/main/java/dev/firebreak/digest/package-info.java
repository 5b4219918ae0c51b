/// Digests as this product writes them.
@NullMarked
package dev.firebreak.digest;

import org.jspecify.annotations.NullMarked;
