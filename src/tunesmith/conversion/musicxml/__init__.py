"""MusicXML 4.0, both ways: what a tune says is said in its terms, and taken from them.

Source: the W3C Music Notation Community Group's MusicXML 4.0 (https://www.w3.org/2021/06/musicxml40/).
"""
