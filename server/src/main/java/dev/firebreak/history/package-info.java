/// History from before Firebreak, out of vendors' own exports, for the ledger.
@NullMarked
package dev.firebreak.history;

import org.jspecify.annotations.NullMarked;
