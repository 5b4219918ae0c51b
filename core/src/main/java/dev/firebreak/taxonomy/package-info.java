/// The data categories: fideslang keys, frozen bits, masks.
@NullMarked
package dev.firebreak.taxonomy;

import org.jspecify.annotations.NullMarked;
