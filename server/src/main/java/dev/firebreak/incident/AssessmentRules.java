package dev.firebreak.incident;

import dev.firebreak.assessment.EmailRules;
import java.nio.charset.Charset;
import java.util.Optional;

/// How the files of an assessment are understood: one that goes on with what was kept has the same.
///
/// @param emailRules whether addresses that are written differently may be one mailbox
/// @param encoding of texts that have no mark; empty where they show it
public record AssessmentRules(EmailRules emailRules, Optional<Charset> encoding) {
  static final AssessmentRules DEFAULT = new AssessmentRules(EmailRules.EXACT, Optional.empty());
}
