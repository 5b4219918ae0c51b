/// Vendors by categories over time, as a picture.
@NullMarked
package dev.firebreak.matrix;

import org.jspecify.annotations.NullMarked;
