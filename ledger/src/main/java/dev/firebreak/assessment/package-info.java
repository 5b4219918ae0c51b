/// Reading a stolen data set, finding the people in it, and saying what was exposed.
@NullMarked
package dev.firebreak.assessment;

import org.jspecify.annotations.NullMarked;
