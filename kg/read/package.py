"""Zip packages, taken apart with limits: Office files and archives are hostile input until read."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from types import TracebackType

from lxml import etree

from kg.errors import ReadError

_CHUNK = 1 << 20
# Text packs 5 to 30 times, XML up to 200; beyond this a member holds nothing but repetition.
_RATIO = 1000
_SMALL = 1 << 22
_HEAD = 4096
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError, IndexError, KeyError)


class Package:
    """A zip file whose members can be read one by one, never more than `limit` bytes in all; close it or use it in a `with`."""

    def __init__(self, source: bytes | Path, path: Path, limit: int, members: int) -> None:
        self.path = path
        self.left = limit
        self.limit = limit
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
        except _DAMAGED as error:
            raise ReadError(f"{path}: is damaged or cut off (no zip directory); get the file again") from error
        self.infos = {info.filename: info for info in self.archive.infolist()}
        if len(self.infos) > members:
            raise ReadError(f"{path}: holds {len(self.infos):,} members, over the limit of {members:,}; split it or raise KG_MAX_MEMBERS")

    def __enter__(self) -> Package:
        """Return the package itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the package."""
        self.archive.close()

    def read(self, name: str) -> bytes:
        """Return the bytes of a member, b"" where there is none; raises ReadError for one that is encrypted, damaged or too large."""
        info = self.infos.get(name)
        if info is None:
            return b""
        if info.flag_bits & 1:
            raise ReadError(f"{self.path}: {name} is encrypted; unpack it with its password first")
        if info.file_size > _SMALL and info.file_size > _RATIO * max(1, info.compress_size):
            raise ReadError(
                f"{self.path}: {name} unpacks to {info.file_size:,} bytes from {info.compress_size:,}, like a zip bomb; left out"
            )
        parts = []
        try:
            with self.archive.open(info) as handle:
                # The size in the directory may lie: count what comes out.
                while part := handle.read(_CHUNK):
                    self.left -= len(part)
                    if self.left < 0:
                        raise ReadError(
                            f"{self.path}: unpacks to more than {self.limit:,} bytes; raise KG_MAX_UNPACKED_BYTES if that is right"
                        )
                    parts.append(part)
        except (*_DAMAGED, RuntimeError) as error:
            raise ReadError(f"{self.path}: {name} in it is damaged; get the file again") from error
        return b"".join(parts)

    def xml(self, name: str) -> etree._Element | None:
        """Return the root of an XML member, or None where there is none; raises ReadError for one that is damaged or declares entities."""
        data = self.read(name)
        return parse_xml(data, self.path, name) if data else None


def parse_xml(data: bytes, path: Path, name: str) -> etree._Element:
    """Return the root of an XML part of an Office file; raises ReadError where it is damaged or declares entities."""
    # No Office program writes a document type: one is there to define entities.
    if b"<!DOCTYPE" in data[:_HEAD]:
        raise _declares(path, name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"{path}: {name} in it is damaged ({str(error)[:80]}); open and save the file again in its program") from error
    if root.getroottree().docinfo.doctype:
        raise _declares(path, name)
    return root


def _declares(path: Path, name: str) -> ReadError:
    return ReadError(f"{path}: {name} in it declares a document type with entities, as no Office program does; left out")
