/// Identifiers of vendors and bindings.
@NullMarked
package dev.firebreak.vendor;

import org.jspecify.annotations.NullMarked;
