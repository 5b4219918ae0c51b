/// Looks for values that must not be anywhere, in every form that software writes them in.
@NullMarked
package dev.firebreak.testkit.search;

import org.jspecify.annotations.NullMarked;
