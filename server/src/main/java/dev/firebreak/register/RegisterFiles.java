package dev.firebreak.register;

import dev.firebreak.digest.Sha256;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.standard.Standard;
import dev.firebreak.vendor.VendorId;
import dev.firebreak.yaml.YamlDocument;
import dev.firebreak.yaml.YamlProblems;
import dev.firebreak.yaml.YamlSection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// The register's files beside `firebreak.yaml`: `vendors/*.yaml` and `standards/*.yaml`.
/// Immutable.
///
/// @param vendors what is written about each vendor
/// @param standards by name: the shipped ones, and the company's own, which replace shipped ones of
///   the same name
/// @param own names of the company's own standards
/// @param fingerprint other files have another one
public record RegisterFiles(
    SortedMap<VendorId, VendorFile> vendors,
    SortedMap<String, Standard> standards,
    Set<String> own,
    String fingerprint) {
  private static final List<String> SHIPPED = List.of("handles-user-data");
  private static final long FILE_BYTES_MAX = 1 << 20;
  private static final int FILES_MAX = 1_000;
  private static final String ENDING = ".yaml";
  private static final String OTHER_ENDING = ".yml";

  /// No file at all, and the shipped standards.
  public static RegisterFiles none() {
    return new Loading().read(Map.of(), Map.of());
  }

  /// What can be read of both folders: no file at all where one of them has a problem, which
  /// `firebreak vendor check` tells and which stops no report.
  public static RegisterFiles readable(Path folder) {
    try {
      return load(folder);
    } catch (FirebreakException e) {
      return none();
    }
  }

  /// Reads both folders again. A vendor's file that set a limit or named standards, and is gone, is
  /// a problem, and so is an own standard that a vendor still names: what is missing for a moment
  /// lifts nothing.
  ///
  /// @param folder the folder of the settings
  /// @param before what was read last
  /// @throws FirebreakException as [#load(Path)]
  static RegisterFiles load(Path folder, RegisterFiles before) {
    Loading loading = new Loading();
    Map<String, String> standards = loading.texts(folder, "standards");
    Map<String, String> vendors = loading.texts(folder, "vendors");
    before
        .vendors()
        .values()
        .forEach(file -> {
          if (file.limits() && !vendors.containsKey(file.vendor().value())) {
            loading.gone(
                "vendors/" + file.vendor(),
                "write it without may-receive and standards to lift it");
          }
        });
    loading.ownBefore = before.own();
    return loading.read(standards, vendors);
  }

  /// Reads both folders; one that is missing counts as empty.
  ///
  /// @param folder the folder of the settings
  /// @throws FirebreakException CONFIG_INVALID with the problems of all files, each with its line,
  ///   or INPUT_UNREADABLE
  public static RegisterFiles load(Path folder) {
    Loading loading = new Loading();
    return loading.read(loading.texts(folder, "standards"), loading.texts(folder, "vendors"));
  }

  /// What is written about a vendor.
  public Optional<VendorFile> vendor(VendorId vendor) {
    return Optional.ofNullable(vendors.get(vendor));
  }

  /// The vendor's name for people: the file's, else its id.
  public String name(VendorId vendor) {
    return vendor(vendor).map(VendorFile::name).orElse(vendor.value());
  }

  /// The standards that a vendor's file names.
  public List<Standard> standardsOf(VendorFile file) {
    return file.standards().stream()
        .map(name -> Optional.ofNullable(standards.get(name)).orElseThrow())
        .toList();
  }

  /// What has been read, and what is wrong with it. Confined.
  private static final class Loading {
    private final List<String> problems = new ArrayList<>();
    private final StringBuilder all = new StringBuilder();
    private Set<String> ownBefore = Set.of();

    RegisterFiles read(Map<String, String> standardTexts, Map<String, String> vendorTexts) {
      QuestionSet questions = QuestionSet.shipped();
      SortedMap<String, Standard> standards = new TreeMap<>();
      Map<String, String> both = new TreeMap<>();
      SHIPPED.forEach(name -> both.put(name, shipped(name)));
      both.putAll(standardTexts);
      both.forEach((name, text) ->
          read("standards/" + name, text, root -> StandardReader.read(name, root, questions.keys()))
              .ifPresent(standard -> standards.put(name, standard)));
      SortedMap<VendorId, VendorFile> vendors = new TreeMap<>();
      vendorTexts.forEach((name, text) ->
          read("vendors/" + name, text, root -> VendorFileReader.read(name, root, both.keySet()))
              .ifPresent(file -> vendors.put(file.vendor(), file)));
      SHIPPED.stream()
          .filter(name -> ownBefore.contains(name) && !standardTexts.containsKey(name))
          .filter(
              name -> vendors.values().stream().anyMatch(file -> file.standards().contains(name)))
          .forEach(name -> gone("standards/" + name, "take it out of the vendors' files first"));
      if (!problems.isEmpty()) {
        String count = problems.size() == 1 ? "one problem" : problems.size() + " problems";
        throw new FirebreakException(
            ErrorCode.CONFIG_INVALID,
            "the register has " + count + ":\n  " + String.join("\n  ", problems));
      }
      return new RegisterFiles(
          vendors, standards, Set.copyOf(standardTexts.keySet()), Sha256.hex(all.toString()));
    }

    void gone(String name, String todo) {
      problems.add(name + ENDING + ": is gone, and what it said stays in force; " + todo);
    }

    /// The texts of a folder's files, by their names without ending.
    Map<String, String> texts(Path folder, String name) {
      Path place = folder.resolve(name);
      Map<String, String> texts = new TreeMap<>();
      if (!Files.isDirectory(place)) {
        return texts;
      }
      try (var files = Files.list(place)) {
        for (Path file : files.sorted().toList()) {
          String fileName = String.valueOf(file.getFileName());
          if (fileName.endsWith(OTHER_ENDING)) {
            problems.add(name + "/" + fileName + ": files of the register end in " + ENDING);
          }
          if (!fileName.endsWith(ENDING)) {
            continue;
          }
          if (Files.size(file) > FILE_BYTES_MAX || texts.size() == FILES_MAX) {
            throw new FirebreakException(
                ErrorCode.INPUT_TOO_LARGE,
                name + " has more than " + FILES_MAX + " files, or one of more than 1 MiB");
          }
          texts.put(
              fileName.substring(0, fileName.length() - ENDING.length()), Files.readString(file));
        }
        return texts;
      } catch (IOException e) {
        throw new FirebreakException(
            ErrorCode.INPUT_UNREADABLE,
            "the folder " + place + " cannot be read as YAML files in UTF-8",
            e);
      }
    }

    private <T> Optional<T> read(String name, String text, Function<YamlSection, T> reader) {
      all.append(name).append(' ').append(text.length()).append('\n').append(text);
      YamlProblems found = new YamlProblems(name + ENDING);
      Optional<T> value = YamlDocument.read(text, found).map(reader);
      problems.addAll(found.found());
      return found.found().isEmpty() ? value : Optional.empty();
    }
  }

  private static String shipped(String standard) {
    return resource("/standards/" + standard + ENDING);
  }

  static String resource(String name) {
    try (InputStream in = RegisterFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the distribution lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("a shipped file can't be read", e);
    }
  }
}
