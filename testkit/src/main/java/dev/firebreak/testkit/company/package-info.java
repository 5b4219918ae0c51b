/// An invented company: people with plausible names, places, browsers, organizations and roles, the
/// same for the same seed. All addresses end in names that are reserved for examples.
@NullMarked
package dev.firebreak.testkit.company;

import org.jspecify.annotations.NullMarked;
