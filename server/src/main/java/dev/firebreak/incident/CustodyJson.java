package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import java.util.LinkedHashMap;
import java.util.Map;

/// Originals and their custody as documents; docs/reference/incident.md has the keys.
final class CustodyJson {
  private CustodyJson() {}

  static Map<String, Object> original(Assessment.Original original) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", original.name());
    map.put("bytes", original.bytes());
    map.put("sha256", original.sha256());
    map.put("parts", original.parts().stream().map(CustodyJson::part).toList());
    return map;
  }

  private static Map<String, Object> part(Assessment.Part part) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", part.name());
    map.put("readAs", part.readAs());
    map.put("rowsRead", part.rowsRead());
    map.put("rowsRejected", part.rowsRejected());
    return map;
  }

  static Map<String, Object> entry(CustodyEntry entry) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("sealedAs", entry.sealedAs());
    map.put("version", entry.version());
    map.put("number", entry.number());
    map.put("name", entry.name());
    map.put("bytes", entry.bytes());
    map.put("sha256", entry.sha256());
    map.put("at", entry.at().toString());
    map.put("by", entry.by());
    map.put("from", entry.from());
    return map;
  }
}
