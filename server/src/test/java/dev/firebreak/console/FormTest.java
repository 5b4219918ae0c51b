package dev.firebreak.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FormTest {
  @Test
  void whatWasEnteredIsShownAgainButForTheCode() {
    Form form = new Form(FormFields.of("reason=++stolen+export+&code=123456"));
    assertThat(form.value("reason")).isEqualTo("stolen export");
    assertThat(form.value("code")).isEmpty();
    assertThat(form.code()).isEqualTo("123456");
    assertThat(form.toString()).doesNotContain("stolen", "123456");
  }

  @Test
  void missingAndTooLongFieldsAreWrongAndTheFirstFaultStays() {
    Form form = new Form(FormFields.of("long=aaaa&blank=++"));
    assertThat(form.require("long", 4)).isEqualTo("aaaa");
    assertThat(form.isWrong()).isFalse();
    form.require("long", 3);
    form.require("blank", 3);
    form.require("absent", 3);
    form.wrong("long", "action.missing");
    assertThat(form.isWrong()).isTrue();
    assertThat(form.fault("long")).contains(Note.of("action.toolong", "3"));
    assertThat(form.fault("blank")).contains(Note.of("action.missing"));
    assertThat(form.fault("absent")).contains(Note.of("action.missing"));
    assertThat(Form.empty().fault("long")).isEmpty();
  }
}
