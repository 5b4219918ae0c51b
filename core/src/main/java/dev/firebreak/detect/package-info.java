/// Finds personal data and secrets in values, whatever the field is called.
@NullMarked
package dev.firebreak.detect;

import org.jspecify.annotations.NullMarked;
