/// The durable log of what was accepted, and of what became of it.
@NullMarked
package dev.firebreak.journal;

import org.jspecify.annotations.NullMarked;
