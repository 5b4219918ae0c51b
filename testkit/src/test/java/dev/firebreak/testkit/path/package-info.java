/// Whole installations on loopback: gateway, journal, delivery, ledger, command line.
@NullMarked
package dev.firebreak.testkit.path;

import org.jspecify.annotations.NullMarked;
