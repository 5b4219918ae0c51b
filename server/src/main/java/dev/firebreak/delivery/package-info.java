/// Sending what was accepted to the vendors, and the outcomes.
@NullMarked
package dev.firebreak.delivery;

import org.jspecify.annotations.NullMarked;
