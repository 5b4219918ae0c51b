/// Legal clocks: which duties an incident starts, towards whom, and until when. Pure: facts and a
/// clock come in, findings go out. Not legal advice.
@NullMarked
package dev.firebreak.duty;

import org.jspecify.annotations.NullMarked;
