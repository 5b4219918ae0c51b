/// The disclosure ledger: who was disclosed to which vendor, in which categories and form, when.
@NullMarked
package dev.firebreak.ledger;

import org.jspecify.annotations.NullMarked;
