package dev.firebreak.incident;

import dev.firebreak.assessment.PersonExposure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/// The sealed list of a version's people, with an index beside it by which one of them is found
/// without reading all of it (docs/adr/0039-people-index.md). Thread-safe for different versions.
final class SealedPeople {
  private final IncidentVault vault;
  private final SecureRandom random = new SecureRandom();

  SealedPeople(IncidentVault vault) {
    this.vault = vault;
  }

  static String listName(int version) {
    return version == FindingsArchive.PROVISIONAL ? "provisional-people" : "people-" + version;
  }

  private static String indexName(int version) {
    return "search-" + version;
  }

  /// Seals the list, and then its index.
  ///
  /// @param score phishing score of a person
  void seal(
      String id,
      int version,
      DataSetReader.PeopleSource people,
      ToDoubleFunction<PersonExposure> score)
      throws IOException {
    byte[] key = new byte[PeopleIndexWriter.KEY_BYTES];
    random.nextBytes(key);
    vault.seal(
        id,
        indexName(version),
        out -> {
          PeopleIndexWriter index = new PeopleIndexWriter(out, key);
          vault.seal(
              id,
              listName(version),
              list ->
                  SealedLines.<PersonExposure>writeInBlocks(
                      list, consumer -> people.forEach(indexed(index, score, consumer)), index));
          index.finish();
        });
  }

  private static Consumer<PersonExposure> indexed(
      PeopleIndexWriter index,
      ToDoubleFunction<PersonExposure> score,
      Consumer<PersonExposure> list) {
    return person -> {
      list.accept(person);
      try {
        index.add(person, score.applyAsDouble(person));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /// Those whom an identifier names. Lists that an earlier release wrote have no index and are read
  /// as a whole.
  SoughtPeople seek(String id, int version, String identifier) throws IOException {
    List<PersonExposure> found = new ArrayList<>();
    String plain = IdentifierHash.plain(identifier);
    Consumer<PersonExposure> taken =
        person -> {
          if (IdentifierHash.identifiers(person).contains(plain)) {
            found.add(person);
          }
        };
    if (!vault.exists(id, indexName(version))) {
      try (InputStream in = vault.open(id, listName(version))) {
        SealedLines.read(in, PersonExposure.class, taken);
      }
      return new SoughtPeople(version, found, Collections.emptySortedMap());
    }
    try (SeekableByteChannel file = vault.openAnywhere(id, indexName(version));
        SeekableByteChannel list = vault.openAnywhere(id, listName(version))) {
      PeopleIndex index = new PeopleIndex(file);
      for (int block : index.blocksOf(plain)) {
        list.position(index.place(block));
        SealedLines.readBlock(Channels.newInputStream(list), PersonExposure.class, taken);
      }
      return new SoughtPeople(version, found, index.scores());
    }
  }
}
