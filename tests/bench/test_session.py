"""What the reader without a browser takes to be a choice on the page."""

from __future__ import annotations

from streamlit.proto.Element_pb2 import Element

from bench.session import _controls


def test_a_list_offers_each_of_its_options() -> None:
    element = Element()
    element.selectbox.id, element.selectbox.label = "a", "Cijfer"
    element.selectbox.options.extend(["een", "twee"])

    (control,) = _controls(element, "fragment")

    assert (control.id, control.label, control.fragment) == ("a", "Cijfer", "fragment")
    assert control.states == (("string_value", "een"), ("string_value", "twee"))


def test_a_slider_is_put_at_steps_within_its_ends() -> None:
    element = Element()
    element.slider.id, element.slider.min, element.slider.max, element.slider.step = "a", 5, 25, 1
    element.slider.default.append(5)

    (control,) = _controls(element, "")

    assert [value for _, value in control.states] == [5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25]


def test_what_is_no_choice_is_left_alone() -> None:
    text, disabled, in_form = Element(), Element(), Element()
    text.markdown.body = "tekst"
    disabled.checkbox.id, disabled.checkbox.disabled = "a", True
    in_form.radio.id, in_form.radio.form_id = "b", "form"

    assert [control for element in (text, disabled, in_form) for control in _controls(element, "")] == []
