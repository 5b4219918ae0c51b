package dev.firebreak.event;

/// What one request may take of the memory that there is for bodies. Confined to the request.
public interface RequestMemory {
  /// As much as there is, for callers that have bounded it otherwise.
  RequestMemory UNLIMITED =
      new RequestMemory() {
        @Override
        public boolean take(long bytes) {
          return true;
        }

        @Override
        public boolean keepOnly(long bytes) {
          return true;
        }
      };

  /// Claims so many bytes more, before they are used; false where others have them, and nothing is
  /// claimed.
  boolean take(long bytes);

  /// Gives back all but so many bytes, or claims what is missing to them; false where others have
  /// that, and the claim stays as it was.
  boolean keepOnly(long bytes);
}
