"""Zip archives: what is taken, and what is refused with the entry's name before anything is read."""

import io
import stat
import struct
import zipfile

import pytest

from kb.archives import BadArchive, Limits, entries

LIMITS = Limits(files=5, each=5_000_000, total=8_000_000)


@pytest.fixture
def archive(tmp_path):
    """Called: an archive of these names and contents, as a path."""

    def make(files, compression=zipfile.ZIP_DEFLATED):
        path = tmp_path / "articles.zip"
        with zipfile.ZipFile(path, "w", compression) as writing:
            for name, content in files.items():
                writing.writestr(name, content)
        return path

    return make


def why_refused(path, limits=LIMITS) -> str:
    with pytest.raises(BadArchive) as refused:
        entries(path, limits)
    return str(refused.value)


def test_its_files_come_in_order_without_folders_and_what_systems_add(archive):
    path = archive(
        {"b/": "", "b/two.txt": "Two.", "a.html": "<p>One.", "__MACOSX/a.html": "x", "b/.DS_Store": "x"}
    )
    assert [(entry.name, entry.read()) for entry in entries(path, LIMITS)] == [
        ("b/two.txt", b"Two."),
        ("a.html", b"<p>One."),
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../outside.txt", "leads out of the archive"),
        ("a/../../outside.txt", "leads out of the archive"),
        ("/etc/passwd", "leads out of the archive"),
        ("C:evil.txt", "leads out of the archive"),
        ("a\\..\\b.txt", "leads out of the archive"),
        ("more.zip", "itself packed"),
        ("folder/OLD.TAR.GZ", "itself packed"),
    ],
)
def test_an_entry_that_cannot_be_taken_is_named(archive, name, words):
    told = why_refused(archive({"good.txt": "Good.", name: "x"}))
    assert name in told and words in told


def test_a_link_to_another_file_is_refused(tmp_path):
    path = tmp_path / "link.zip"
    info = zipfile.ZipInfo("passwords.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as writing:
        writing.writestr(info, "/etc/passwd")
    assert "“passwords.txt”: It is a link" in why_refused(path)


def test_a_locked_entry_is_named(archive):
    path = archive({"secret.txt": "x"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flags of its entry in the directory
    path.write_bytes(data)
    assert "“secret.txt”: It is locked with a password" in why_refused(path)


def test_another_way_of_packing_is_refused(archive):
    assert "“a.txt”: It is packed in a way" in why_refused(archive({"a.txt": "x" * 1000}, zipfile.ZIP_LZMA))


def test_too_many_files(archive):
    assert why_refused(archive({f"{n}.txt": "x" for n in range(6)})).startswith("It holds 6 files; at most 5")


def test_one_that_is_too_large(archive):
    told = why_refused(archive({"huge.txt": "x" * 5_000_001}, zipfile.ZIP_STORED))
    assert told == "“huge.txt”: It has 5.0 MB; an article may have at most 5 MB."


def test_too_much_together(archive):
    told = why_refused(archive({f"{n}.txt": "x" * 3_000_000 for n in range(3)}, zipfile.ZIP_STORED))
    assert told == "Unpacked it has 9 MB; at most 8 MB are taken in at once."


def test_a_bomb_is_told_by_how_tightly_it_is_packed(archive):
    assert "“bomb.txt”: It is packed more than 200 to 1" in why_refused(
        archive({"bomb.txt": "0" * 4_000_000})
    )


def test_a_bomb_of_entries_that_share_their_bytes(archive):
    path = archive({"a.txt": "x" * 400, "b.txt": "y" * 400}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    data[second + 42 : second + 46] = struct.pack("<I", 0)  # where the second one's bytes begin
    path.write_bytes(data)
    assert why_refused(path) == "“a.txt” and “b.txt” stand in the same place of the archive."


def test_an_entry_longer_than_it_says_is_damaged(archive):
    path = archive({"a.txt": "x" * 400}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    directory = data.index(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = struct.pack("<I", 10)
    path.write_bytes(data)
    [entry] = entries(path, LIMITS)
    with pytest.raises(BadArchive, match="damaged"):
        entry.read()


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 and nothing more"])
def test_what_is_no_archive(tmp_path, content):
    path = tmp_path / "articles.zip"
    path.write_bytes(content)
    assert "no zip archive" in why_refused(path)


def test_an_archive_cut_in_the_middle(archive):
    path = archive({"a.txt": "x" * 400})
    path.write_bytes(path.read_bytes()[:-30])
    assert "no zip archive" in why_refused(path)


def test_an_empty_archive():
    file = io.BytesIO()
    zipfile.ZipFile(file, "w").close()
    assert why_refused(file) == "The archive is empty."
