/// The contract of the ledger, and the facts its tests are made of.
@NullMarked
package dev.firebreak.testkit.ledger;

import org.jspecify.annotations.NullMarked;
