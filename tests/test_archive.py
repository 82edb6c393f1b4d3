"""Containers and first bytes: what is refused before a parser sees it."""

import stat
import zipfile
from pathlib import Path

import pytest

from enishi.data.formats.archive import Limits, check_archive, open_archive
from enishi.data.formats.signature import demand_kind, kind_of
from enishi.errors import InputError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in members.items():
            container.writestr(name, data)
    return path


def test_an_honest_container_is_read(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.docx", {"word/document.xml": b"<a/>"})
    with open_archive(path) as archive:
        assert archive.names == ["word/document.xml"]
        assert archive.xml("word/document.xml") == b"<a/>"


def test_a_member_that_grows_a_thousandfold_is_refused_unread(tmp_path: Path) -> None:
    path = packed(tmp_path / "bomb.xlsx", {"xl/sheet1.xml": bytes(32 << 20)})
    assert path.stat().st_size < 64 << 10
    with pytest.raises(InputError, match="bomb"):
        check_archive(path)


@pytest.mark.parametrize(
    "limits",
    [Limits(members=2), Limits(member_bytes=99), Limits(total_bytes=250)],
    ids=["members", "one", "all"],
)
def test_sizes_are_limited(tmp_path: Path, limits: Limits) -> None:
    path = packed(tmp_path / "a.zip", {f"{n}.bin": bytes(100) for n in range(3)})
    check_archive(path, Limits(members=3, member_bytes=100, total_bytes=300))
    with pytest.raises(InputError, match="limit"):
        check_archive(path, limits)


@pytest.mark.parametrize("name", ["../up.xml", "/etc/passwd", "a/../../b", "C:/x", "..\\up"])
def test_names_that_lead_outside_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="outside"):
        check_archive(packed(tmp_path / "a.docx", {name: b"x"}))


def test_links_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    entry = zipfile.ZipInfo("word/document.xml")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as container:
        container.writestr(entry, "/etc/passwd")
    with pytest.raises(InputError, match="link"):
        check_archive(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode(encoding)
    path = packed(tmp_path / "a.docx", {"word/document.xml": bomb})
    with open_archive(path) as archive, pytest.raises(InputError, match="document type"):
        archive.xml("word/document.xml")


def test_a_damaged_member_is_named(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.docx", {"word/document.xml": bytes(range(256)) * 40})
    data = bytearray(path.read_bytes())
    data[60:80] = b"\xff" * 20
    path.write_bytes(data)
    with open_archive(path) as archive, pytest.raises(InputError, match=r"word/document\.xml"):
        archive.read("word/document.xml")


@pytest.mark.parametrize(
    ("stream", "kind", "way"),
    [
        ("WordDocument", "doc", "docx"),
        ("Workbook", "xls", "xlsx"),
        ("EncryptedPackage", "locked", "password"),
    ],
)
def test_old_and_locked_documents_are_refused_with_the_way_out(
    tmp_path: Path, stream: str, kind: str, way: str
) -> None:
    path = tmp_path / "計画.docx"
    path.write_bytes(OLE + stream.encode("utf-16-le") + bytes(64))
    assert kind_of(path) == kind
    with pytest.raises(InputError) as caught:
        demand_kind(path, "docx")
    assert caught.value.hint is not None and way in caught.value.hint.en
    assert str(path) in str(caught.value)


def test_a_wrong_extension_is_named_with_the_right_one(tmp_path: Path) -> None:
    path = packed(tmp_path / "計画.pdf", {"word/document.xml": b"<a/>"})
    with pytest.raises(InputError, match=r"Word document(.|\n)*計画\.docx"):
        demand_kind(path, "pdf")


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"{\\rtf1", "rtf"),
        (b"\x89PNG\r\n\x1a\n\x00", "image"),
        (b"<!DOCTYPE html><title>", "html"),
        (b'<?xml version="1.0"?><html>', "html"),
        (b'{"a": 1}', "json"),
        ("計画\n".encode(), "text"),
    ],
)
def test_first_bytes_tell_the_kind(tmp_path: Path, head: bytes, kind: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(head)
    assert kind_of(path) == kind
