package dev.firebreak.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the attacker downloaded from one vendor, and how the vendor hands it over: at first without
/// some people, later whole.
///
/// @param events rows of the downloaded events
/// @param firstFiles as first handed over, gzip-compressed NDJSON
/// @param correctedFiles the whole download
record Theft(long events, List<Path> firstFiles, List<Path> correctedFiles) {
  private static final int LINES_PER_FILE = 50_000;
  private static final JsonMapper JSON = JsonMapper.shared();

  Theft {
    firstFiles = List.copyOf(firstFiles);
    correctedFiles = List.copyOf(correctedFiles);
  }

  /// Downloads everything that the vendor has at this moment, through its export endpoints.
  ///
  /// @param token with which the attacker calls the vendor's API
  /// @param insertIds dedupe ids of events of the people whom the first hand-over lacks
  static Theft from(URI vendor, String token, Set<String> insertIds, Path folder)
      throws IOException, InterruptedException {
    Path download = Files.createDirectories(folder.resolve("download"));
    Path events = download.resolve("export.json.gz");
    Path profiles = download.resolve("engage.json.gz");
    try (ExportApi api = new ExportApi(vendor, token)) {
      api.events(Story.EXPORT_FROM, Story.EXPORT_TO, events);
      api.profiles(profiles);
    }
    List<String> owners = new ArrayList<>();
    Set<String> lacking = new HashSet<>();
    readOwners(events, insertIds, owners, lacking);
    Path first = Files.createDirectories(folder.resolve("first"));
    Path corrected = Files.createDirectories(folder.resolve("corrected"));
    List<Path> firstFiles = new ArrayList<>(split(events, "events", owners, lacking, first));
    List<Path> correctedFiles =
        new ArrayList<>(split(events, "events", owners, Set.of(), corrected));
    List<String> named = profileOwners(profiles);
    firstFiles.addAll(split(profiles, "profiles", named, lacking, first));
    correctedFiles.addAll(split(profiles, "profiles", named, Set.of(), corrected));
    return new Theft(owners.size(), firstFiles, correctedFiles);
  }

  /// Whose each row is, in the order of the rows, and who has one of these events.
  private static void readOwners(
      Path events, Set<String> insertIds, List<String> owners, Set<String> found)
      throws IOException {
    Map<String, String> known = new HashMap<>();
    try (BufferedReader lines = open(events)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode properties = JSON.readTree(line).path("properties");
        String id = properties.path("distinct_id").asString("");
        String owner = known.computeIfAbsent(id, key -> key);
        owners.add(owner);
        if (insertIds.contains(properties.path("$insert_id").asString(""))) {
          found.add(owner);
        }
      }
    }
  }

  private static List<String> profileOwners(Path profiles) throws IOException {
    List<String> owners = new ArrayList<>();
    try (BufferedReader lines = open(profiles)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        owners.add(JSON.readTree(line).path("$distinct_id").asString(""));
      }
    }
    return owners;
  }

  /// Copies rows into files of limited length, but for those of some people.
  private static List<Path> split(
      Path whole, String name, List<String> owners, Set<String> lacking, Path folder)
      throws IOException {
    List<Path> files = new ArrayList<>();
    OutputStream out = OutputStream.nullOutputStream();
    try (BufferedReader lines = open(whole)) {
      int written = 0;
      for (String owner : owners) {
        String line = lines.readLine();
        if (line == null) {
          throw new IOException("the download ends before its last row");
        }
        if (lacking.contains(owner)) {
          continue;
        }
        if (written++ % LINES_PER_FILE == 0) {
          out.close();
          Path file = folder.resolve(String.format("%s-%04d.json.gz", name, files.size() + 1));
          out = new GZIPOutputStream(Files.newOutputStream(file), 64 * 1024);
          files.add(file);
        }
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } finally {
      out.close();
    }
    return files;
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream in = new GZIPInputStream(Files.newInputStream(file), 64 * 1024);
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }
}
