import io

import pytest

from kb.text import MOST_BYTES, Unreadable, clean, decode, is_html, read_bytes


@pytest.mark.parametrize(
    "data, text",
    [
        ("Café — “fin”".encode(), "Café — “fin”"),
        (b"\xef\xbb\xbfCaf\xc3\xa9", "Café"),
        ("Café".encode("utf-16"), "Café"),
        ("Café noir, please".encode("utf-16-le"), "Café noir, please"),
        ("Café".encode("utf-32"), "Café"),
        ("The mayor’s “café” opened on 3 May 2016, to the joy of all.".encode("cp1252"), "The mayor’s “café” opened on 3 May 2016, to the joy of all."),
        ('<meta charset="windows-1251"><p>Привет'.encode("cp1251"), '<meta charset="windows-1251"><p>Привет'),
        ('<meta http-equiv="Content-Type" content="text/html; charset=shift_jis"><p>日本'.encode("shift_jis"), '<meta http-equiv="Content-Type" content="text/html; charset=shift_jis"><p>日本'),
        ('<meta charset="iso-8859-1"><p>“fin”'.encode("cp1252"), '<meta charset="iso-8859-1"><p>“fin”'),
        ('<meta charset="iso-8859-1"><p>Café'.encode(), '<meta charset="iso-8859-1"><p>Café'),  # it lies
        ('<meta charset="no-such"><p>Café'.encode(), '<meta charset="no-such"><p>Café'),
        ('<meta charset="utf-8"><p>Caf\xe9 du port'.encode("cp1252"), '<meta charset="utf-8"><p>Caf\xe9 du port'),
    ],
)  # fmt: skip
def test_a_file_is_read_in_the_encoding_it_is_written_in(data, text):
    assert decode(data) == text


def test_a_russian_file_that_declares_nothing_is_guessed():
    text = (
        "Совет порта проголосовал в понедельник за углубление северного канала. Работы начнутся в июне. " * 5
    )
    assert decode(text.encode("cp1251")) == text


@pytest.mark.parametrize(
    "data, word",
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "office document"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"text" + bytes(range(32)) * 50, "binary"),
        (bytes(1000), "binary"),
        (b"\xff\xfe\x00", "mark"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data, word):
    with pytest.raises(Unreadable, match=word):
        decode(data)


@pytest.mark.parametrize(
    "bad", [b"\xe9", b"\xed\xa0\x80", b"\xe2\x80"], ids=["byte", "surrogate", "cut short"]
)
@pytest.mark.parametrize("head", ["", "<!doctype html><meta charset=windows-1251>\n"], ids=["text", "page"])
def test_a_text_in_utf8_but_for_a_byte_is_refused_with_its_line_and_never_guessed(bad, head):
    text = f"{head}The mayor’s “café” opened.\r\n\r\nSo the president of the "
    line = 3 + head.count("\n")
    with pytest.raises(
        Unreadable, match=f"in UTF-8, but line {line} holds .* after “So the president of the”"
    ):
        decode(text.encode() + bad + b"lys\xc3\xa9e said.\n")


@pytest.mark.parametrize(
    "text, encoding",
    [
        (
            "The mayor’s cronies met at the “CAFÉ” by the harbour, as on every Monday of that year.",
            "cp1252",
        ),  # its É” would be a letter of UTF-8
        ("港务局星期一投票决定疏浚北部航道，结束了长期的争论。工程将于六月开始，耗资四百万。" * 4, "gb18030"),
        ("港湾委員会は月曜日に北の水路の浚渫を決定した。工事は六月に始まる予定である。" * 4, "shift_jis"),
    ],
)
def test_letters_that_look_like_utf8_by_chance_refuse_no_other_encoding(text, encoding):
    assert decode(text.encode(encoding)) == text


def test_a_codec_that_is_no_charset_is_passed_over():
    assert "Rain" in decode(b"<meta charset=undefined><p>Rain at the caf\xe9.")


def test_more_than_an_article_may_have_is_left_unread():
    file = io.BytesIO(bytes(MOST_BYTES + 500))
    with pytest.raises(Unreadable, match="at most 10 MB"):
        read_bytes(file)
    assert file.tell() == MOST_BYTES + 1
    assert read_bytes(io.BytesIO(b"x" * MOST_BYTES)) == b"x" * MOST_BYTES


def test_a_clean_text_has_no_control_characters_and_no_lone_surrogates():
    assert clean("a\x00b\x07c\td\r\ne\rf\ud800g\ufeff") == "abc\td\ne\nf\ufffdg"
    assert clean("Cafe\u0301") == "Café"
    assert clean("👩‍👧 שלום مرحبا") == "👩‍👧 שלום مرحبا"
    clean("\udfff\ud800").encode()


@pytest.mark.parametrize(
    "text, page",
    [
        ("<!DOCTYPE html><html>", True),
        ("\ufeff\n <html lang='en'>", True),
        ('<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html>', True),
        ("<!-- saved --><html>", True),
        ("<p>Rain fell.</p>", True),
        ("Rain fell. <b>Much</b>", False),
        ("<3 is a heart", False),
        ("", False),
    ],
)
def test_a_page_is_told_from_a_text_by_its_content(text, page):
    assert is_html(text) is page
