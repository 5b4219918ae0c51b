/// A small client of a real browser, over the DevTools protocol.
@NullMarked
package dev.firebreak.testkit.browser;

import org.jspecify.annotations.NullMarked;
