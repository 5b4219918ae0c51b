/// How identifying data is, and what follows from it: pure arithmetic, no I/O.
@NullMarked
package dev.firebreak.risk;

import org.jspecify.annotations.NullMarked;
