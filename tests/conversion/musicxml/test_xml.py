from __future__ import annotations

from xml.etree.ElementTree import fromstring

from tunesmith.conversion.musicxml.xml import add, document, node


def test_what_xml_may_not_hold_is_left_out() -> None:
    assert node("words", "a\x00b\x0bc\ud800d\te").text == "abcd\te"


def test_a_number_is_written_and_nothing_is_no_text() -> None:
    parent = node("note", attributes={"print-object": "no"})
    assert add(parent, "octave", 0).text == "0"
    assert add(parent, "dot").text is None
    assert [child.tag for child in parent] == ["octave", "dot"]


def test_a_document_names_its_type_and_can_be_read() -> None:
    data = document(node("score-partwise", "é"))
    assert b"MusicXML 4.0 Partwise" in data
    assert fromstring(data).text == "é"
