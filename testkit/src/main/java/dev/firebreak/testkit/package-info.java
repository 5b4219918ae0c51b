/// What tests of several modules share.
@NullMarked
package dev.firebreak.testkit;

import org.jspecify.annotations.NullMarked;
