/// Delivery against a vendor emulator that does everything wrong.
@NullMarked
package dev.firebreak.testkit.delivery;

import org.jspecify.annotations.NullMarked;
