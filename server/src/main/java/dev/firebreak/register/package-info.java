/// The vendor register: vendors' files, standards, reviews, and what follows when they expire.
@NullMarked
package dev.firebreak.register;

import org.jspecify.annotations.NullMarked;
