/// Standards that vendors must meet, as code: what they ask, who meets them, what follows when not.
@NullMarked
package dev.firebreak.standard;

import org.jspecify.annotations.NullMarked;
