"""Zip archives: which members are documents, and their bytes. Nothing is ever unpacked to the disk."""

from __future__ import annotations

import zipfile
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from kg.errors import ReadError
from kg.read.package import Package
from kg.settings import setting

SUFFIX = ".zip"
# Between the path of an archive and the name of its member.
MARK = "!/"


def members(path: Path, suffixes: Collection[str]) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Return the members of an archive whose suffix can be read, each as its name in the archive and as it is shown, and what is refused.

    Members that are no documents are left out without a word, like files in a folder. Raises ReadError for an archive that
    is damaged or whose members are too many or too large.
    """
    found, refused = [], []
    with _open(path) as package:
        total = sum(info.file_size for info in package.infos.values())
        if total > package.limit:
            raise ReadError(
                f"{path}: unpacks to {total:,} bytes, over the limit of {package.limit:,}; split it or raise KG_MAX_UNPACKED_BYTES"
            )
        for name, info in sorted(package.infos.items()):
            shown = _shown(info)
            parts = PurePosixPath(shown.replace("\\", "/")).parts
            suffix = PurePosixPath(shown).suffix.lower()
            if info.is_dir() or any(part.startswith((".", "__MACOSX", "~$")) and part != ".." for part in parts):
                continue
            where = f"{path}{MARK}{shown}"
            if suffix == SUFFIX:
                refused.append(f"{where}: is an archive inside an archive; unpack it and name it by itself")
            elif suffix in suffixes:
                if ".." in parts or shown.startswith(("/", "\\")) or (len(shown) > 1 and shown[1] == ":"):
                    refused.append(f"{where}: its name leads out of the archive, as no honest archive's does; left out")
                else:
                    found.append((name, shown))
    return tuple(found), tuple(refused)


def member_bytes(path: Path, name: str, limit: int) -> bytes:
    """Return the bytes of a member; raises ReadError where it is missing, encrypted, damaged or larger than `limit`."""
    with _open(path) as package:
        info = package.infos.get(name)
        if info is None:
            raise ReadError(f"{path}{MARK}{name}: is no longer in the archive; build again")
        if info.file_size > limit:
            raise ReadError(f"{path}{MARK}{_shown(info)}: {info.file_size:,} bytes, over the limit of {limit:,}; raise KG_MAX_FILE_BYTES")
        return package.read(name)


def _open(path: Path) -> Package:
    return Package(path, path, int(setting("max_unpacked_bytes")), int(setting("max_members")))


def _shown(info: zipfile.ZipInfo) -> str:
    """Return the name of a member: Chinese programs write GB 18030 where the format says code page 437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename
