/// The guides, followed to the letter.
@NullMarked
package dev.firebreak.testkit.guides;

import org.jspecify.annotations.NullMarked;
