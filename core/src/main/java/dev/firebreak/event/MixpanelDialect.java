package dev.firebreak.event;

import dev.firebreak.pseudonym.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/// What Mixpanel's SDKs send: `/track`, `/engage`, `/groups` and `/import` in every encoding that
/// mixpanel-browser, -node and -java use, and the calls beside them, answered here.
///
/// A body's encoding is told by its content, not by its headers, which SDKs set wrongly: gzip by
/// its first bytes, JSON by its first character, else a form whose `data` is JSON or base64.
/// docs/reference/mixpanel.md lists all of it. Thread-safe.
public final class MixpanelDialect implements Dialect {
  private static final Set<String> KNOWN_NAMES =
      Set.of(
          "event",
          "properties",
          "token",
          "distinct_id",
          "time",
          "$insert_id",
          "$device_id",
          "$user_id",
          "$token",
          "$distinct_id",
          "$group_key",
          "$group_id",
          "$set",
          "$set_once",
          "$add",
          "$append",
          "$union",
          "$remove",
          "$unset",
          "$delete");

  /// The field as it stands, without its escapes, and what its base64 says.
  private static final long COPIES = 3;

  private final DecodeLimits limits;
  private final QuarantineSkeletons skeletons;

  /// @param skeletonKey for the keyed hash of what is not understood
  public MixpanelDialect(SecretBytes skeletonKey) {
    this(skeletonKey, DecodeLimits.DEFAULT);
  }

  public MixpanelDialect(SecretBytes skeletonKey, DecodeLimits limits) {
    this.limits = limits;
    skeletons = new QuarantineSkeletons(name(), KNOWN_NAMES, skeletonKey);
  }

  @Override
  public String name() {
    return "mixpanel";
  }

  @Override
  public Decoded decode(InboundRequest request) {
    String path = withoutSlashAtEnd(request.path());
    return MixpanelEndpoint.of(path)
        .filter(_ -> request.method().equals("POST") || request.method().equals("GET"))
        .map(endpoint -> decode(endpoint, request))
        .orElseGet(() -> new Decoded.Auxiliary(auxiliary(path)));
  }

  @Override
  public Decoded tooLarge(InboundRequest head, long bytes) {
    Optional<MixpanelEndpoint> endpoint = MixpanelEndpoint.of(withoutSlashAtEnd(head.path()));
    if (endpoint.isEmpty()) {
      return new Decoded.Auxiliary(auxiliary(withoutSlashAtEnd(head.path())));
    }
    MixpanelAnswers answers = answers(endpoint.get(), head);
    return tooLarge(endpoint.get(), head, bytes, answers);
  }

  @Override
  public Answer unavailable(InboundRequest request) {
    return MixpanelEndpoint.of(withoutSlashAtEnd(request.path()))
        .map(endpoint -> answers(endpoint, request))
        .orElse(MixpanelAnswers.PLAIN)
        .failed(503, "not stored; send again later");
  }

  private Decoded decode(MixpanelEndpoint endpoint, InboundRequest request) {
    return switch (Inflated.of(request.body(), limits.inflatedBytesMax(), request.memory())) {
      case Inflated.Inflation(BodyText text) -> decode(endpoint, request, text);
      case Inflated.TooLarge() ->
          tooLarge(endpoint, request, request.body().length, answers(endpoint, request));
      case Inflated.NoRoom() -> new Decoded.NoRoom();
      case Inflated.Damaged() -> undecodable(endpoint, request, answers(endpoint, request));
    };
  }

  private Decoded decode(MixpanelEndpoint endpoint, InboundRequest request, BodyText body) {
    if (beginsLikeJson(body.bytes())) {
      MixpanelAnswers answers = answers(endpoint, request, true, FormFields.ofQuery(""));
      return messages(endpoint, request, body, answers);
    }
    FormFields form = new FormFields(body.bytes());
    FormFields query = FormFields.ofQuery(request.rawQuery());
    MixpanelAnswers answers = answers(endpoint, request, false, form);
    Optional<byte[]> data = form.raw("data").or(() -> query.raw("data"));
    if (data.isEmpty()) {
      return undecodable(endpoint, request, answers);
    }
    if (!request.memory().take(COPIES * data.get().length)) {
      return new Decoded.NoRoom();
    }
    BodyText text = dataField(data.get());
    return beginsLikeJson(text.bytes())
        ? messages(
            endpoint,
            request,
            new BodyText(text.bytes(), text.brokenOff() || body.brokenOff()),
            answers)
        : undecodable(endpoint, request, answers);
  }

  /// JSON, urlencoded with `+` for spaces; or base64, where a raw `+` is itself.
  private static BodyText dataField(byte[] raw) {
    byte[] json = FormFields.decode(raw, true);
    return beginsLikeJson(json)
        ? new BodyText(json, false)
        : LenientBase64.decode(FormFields.decode(raw, false));
  }

  private Decoded messages(
      MixpanelEndpoint endpoint, InboundRequest request, BodyText json, MixpanelAnswers answers) {
    MixpanelMessages reader =
        new MixpanelMessages(endpoint, json, limits, skeletons, requestCredential(request));
    return new Decoded.Messages(endpoint.kind(), reader, answers::accepted);
  }

  private Decoded undecodable(
      MixpanelEndpoint endpoint, InboundRequest request, MixpanelAnswers answers) {
    byte[] body = request.body();
    TreatedMessage.Quarantined skeleton =
        skeletons.of(
            endpoint.path(), QuarantineReason.UNDECODABLE, body, 0, body.length, new TokenBuffer());
    return one(endpoint, skeleton, answers);
  }

  /// mixpanel-browser alone halves its batch when told; every other SDK would lose it or throw, so
  /// it hears of success, and one counted skeleton remains.
  private Decoded tooLarge(
      MixpanelEndpoint endpoint, InboundRequest request, long bytes, MixpanelAnswers answers) {
    if (request.headers().value("Origin").isPresent()) {
      return new Decoded.TooLarge(answers.failed(413, "too large; send fewer at once"));
    }
    return one(
        endpoint, skeletons.unread(endpoint.path(), QuarantineReason.TOO_LARGE, bytes), answers);
  }

  private static Decoded one(
      MixpanelEndpoint endpoint, TreatedMessage.Quarantined skeleton, MixpanelAnswers answers) {
    return new Decoded.Messages(endpoint.kind(), new OneNotUnderstood(skeleton), answers::accepted);
  }

  private static Answer auxiliary(String path) {
    return switch (path) {
      case "/flags", "/flags/definitions" -> MixpanelAnswers.NO_FLAGS;
      case "/settings" -> MixpanelAnswers.NO_SETTINGS;
      case "/record" -> MixpanelAnswers.RECORDING_DISCARDED;
      case String _ -> MixpanelAnswers.NOT_FOUND;
    };
  }

  /// The answers for a body of the given form.
  private static MixpanelAnswers answers(
      MixpanelEndpoint endpoint, InboundRequest request, boolean json, FormFields form) {
    if (endpoint == MixpanelEndpoint.IMPORT && json && request.method().equals("POST")) {
      return MixpanelAnswers.IMPORT;
    }
    boolean verbose =
        FormFields.ofQuery(request.rawQuery())
            .text("verbose")
            .or(() -> form.text("verbose"))
            .orElse("")
            .equals("1");
    return verbose ? MixpanelAnswers.VERBOSE : MixpanelAnswers.PLAIN;
  }

  /// The answers for a body that was not read: its headers say what it would have been.
  private static MixpanelAnswers answers(MixpanelEndpoint endpoint, InboundRequest request) {
    boolean form = request.headers().value("Content-Type").orElse("").contains("urlencoded");
    boolean json = !form || beginsLikeJson(request.body());
    return answers(endpoint, request, json, FormFields.ofQuery(""));
  }

  /// The user of `Authorization: Basic`, else `api_key`: what stands for messages without a token.
  private static Optional<String> requestCredential(InboundRequest request) {
    return request
        .headers()
        .value("Authorization")
        .flatMap(MixpanelDialect::basicUser)
        .or(() -> FormFields.ofQuery(request.rawQuery()).text("api_key"));
  }

  private static Optional<String> basicUser(String authorization) {
    if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    BodyText pair =
        LenientBase64.decode(authorization.substring(6).getBytes(StandardCharsets.ISO_8859_1));
    String text = new String(pair.bytes(), StandardCharsets.UTF_8);
    int colon = text.indexOf(':');
    return Optional.of(colon < 0 ? text : text.substring(0, colon));
  }

  private static String withoutSlashAtEnd(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /// True where the first line that says something begins an object or an array. Lines before it
  /// that are neither form nor base64 with its `=` are NDJSON's that broke.
  private static boolean beginsLikeJson(byte[] bytes) {
    boolean beginning = true;
    for (int i = startsWithMark(bytes) ? 3 : 0; i < bytes.length; i++) {
      byte next = bytes[i];
      if (beginning && (next == '{' || next == '[')) {
        return true;
      }
      if (next == '=') {
        return false;
      }
      beginning = next == '\n' || (beginning && (next == ' ' || next == '\r' || next == '\t'));
    }
    return false;
  }

  private static boolean startsWithMark(byte[] bytes) {
    return bytes.length > 2
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF;
  }
}
