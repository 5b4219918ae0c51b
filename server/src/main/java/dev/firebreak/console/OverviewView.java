package dev.firebreak.console;

import dev.firebreak.delivery.Conservation;
import java.util.List;

/// What the first page shows. Public for the template alone.
///
/// @param attention the most urgent first
/// @param bindings where every message went
public record OverviewView(List<Attention> attention, List<Conservation> bindings) {
  public OverviewView {
    attention = List.copyOf(attention);
    bindings = List.copyOf(bindings);
  }
}
