/// What the people of an invented company do with its product, and what an attacker may know of
/// them from elsewhere.
@NullMarked
package dev.firebreak.demo.traffic;

import org.jspecify.annotations.NullMarked;
