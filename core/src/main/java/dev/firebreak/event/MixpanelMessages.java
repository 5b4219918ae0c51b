package dev.firebreak.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamConstraintsException;

/// Reads Mixpanel's messages from a JSON text in valid UTF-8, each on its own, so that a broken one
/// costs itself. Confined to its request.
final class MixpanelMessages implements MessageReader {
  private final MixpanelEndpoint endpoint;
  private final byte[] json;
  private final DecodeLimits limits;
  private final QuarantineSkeletons skeletons;
  private final @Nullable String requestCredential;
  private final boolean escapesSurrogates;
  private final JsonSlices slices;
  private final MixpanelShape shape = new MixpanelShape();
  private boolean brokenOff;
  private int messages;

  MixpanelMessages(
      MixpanelEndpoint endpoint,
      BodyText text,
      DecodeLimits limits,
      QuarantineSkeletons skeletons,
      Optional<String> requestCredential) {
    this.endpoint = endpoint;
    this.json = Utf8Repair.repair(text.bytes());
    escapesSurrogates = Utf8Repair.escapesSurrogates(json);
    this.brokenOff = text.brokenOff();
    this.limits = limits;
    this.skeletons = skeletons;
    this.requestCredential = requestCredential.orElse(null);
    slices = new JsonSlices(json);
  }

  @Override
  public ReadMessage next(TokenBuffer buffer) {
    buffer.clear();
    if (messages > limits.messagesMax()) {
      return new ReadMessage.End();
    }
    if (!slices.next()) {
      return end(buffer);
    }
    messages++;
    brokenOff &= slices.complete();
    if (messages > limits.messagesMax()) {
      return notUnderstood(QuarantineReason.TOO_LARGE, slices.start(), json.length, buffer);
    }
    QuarantineReason reason = read(buffer);
    return reason == null
        ? new ReadMessage.Message(shape.token().orElse(requestCredential))
        : notUnderstood(reason, slices.start(), slices.end(), buffer);
  }

  @Override
  public TreatedMessage.Quarantined untreatable(TokenBuffer buffer) {
    return skeletons.of(
        endpoint.path(), QuarantineReason.WRONG_SHAPE, json, slices.start(), slices.end(), buffer);
  }

  /// What broke off between two messages is one more that was not understood.
  private ReadMessage end(TokenBuffer buffer) {
    if (!brokenOff) {
      return new ReadMessage.End();
    }
    brokenOff = false;
    return notUnderstood(QuarantineReason.UNDECODABLE, json.length, json.length, buffer);
  }

  private @Nullable QuarantineReason read(TokenBuffer buffer) {
    if (slices.end() - slices.start() > limits.messageBytesMax()) {
      return QuarantineReason.TOO_LARGE;
    }
    if (slices.depth() > limits.depthMax()) {
      return QuarantineReason.TOO_DEEP;
    }
    if (!slices.complete()) {
      return QuarantineReason.BROKEN_JSON;
    }
    try (JsonParser parser =
        JsonTokens.parser(json, slices.start(), slices.end() - slices.start())) {
      return JsonTokens.fill(buffer, parser, limits, this::repaired)
          ? shape.check(endpoint, buffer)
          : QuarantineReason.TOO_LARGE;
    } catch (StreamConstraintsException overLimit) {
      return QuarantineReason.TOO_LARGE;
    } catch (JacksonException broken) {
      return QuarantineReason.BROKEN_JSON;
    }
  }

  private String repaired(String text) {
    return escapesSurrogates ? Utf8Repair.repair(text) : text;
  }

  private ReadMessage notUnderstood(QuarantineReason reason, int from, int to, TokenBuffer buffer) {
    TreatedMessage.Quarantined skeleton =
        skeletons.of(endpoint.path(), reason, json, from, to, buffer);
    buffer.clear();
    return new ReadMessage.NotUnderstood(skeleton);
  }
}
