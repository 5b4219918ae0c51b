/// Per-vendor tokens, subject keys, and the secrets behind them.
@NullMarked
package dev.firebreak.pseudonym;

import org.jspecify.annotations.NullMarked;
