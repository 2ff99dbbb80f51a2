"""Old Office files (.doc, .wps, .rtf, .xls by name only): LibreOffice turns them into ones that are read here.

Each conversion runs in a process of its own with limits on time and memory, an empty home folder and no way to ask or fetch anything.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kg.errors import ReadError
from kg.settings import setting

_PROGRAMS: Final = ("soffice", "libreoffice")
PACKAGES: Final = {"docx": "libreoffice-writer-nogui", "xlsx": "libreoffice-calc-nogui"}
_FILTERS: Final = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
# Without these a document could have its links, templates or pictures fetched when it is opened.
_ITEMS: Final = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "2"),
    ("Calc/Content/Update", "Link", "2"),
)
_NAMES: Final = 'xmlns:oor="http://openoffice.org/2001/registry"'


def program() -> str:
    """Return the path of LibreOffice, "" where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), "")


def convert(data: bytes, path: Path, target: str) -> bytes:
    """Return the file as `target` ("docx" or "xlsx"); raises ReadError where LibreOffice is missing, takes too long or cannot read it."""
    found = program()
    if not found:
        raise ReadError(
            f"{path}: an old Office file needs LibreOffice, which is not installed; "
            f"install the Debian package {PACKAGES[target]} or save it as .{target}"
        )
    with tempfile.TemporaryDirectory(prefix="kg-office-") as name:
        folder = Path(name)
        suffix = path.suffix.lower() if path.suffix.lower() in (".doc", ".wps", ".rtf", ".xls", ".et") else ".doc"
        source = folder / f"input{suffix}"
        source.write_bytes(data)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
        command = [found, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--nolockcheck", "--nodefault"]
        limited([*command, "--convert-to", _FILTERS[target], "--outdir", str(folder / "out"), str(source)], path, folder)
        made = folder / "out" / f"input.{target}"
        if not made.is_file():
            raise ReadError(f"{path}: LibreOffice cannot read it (damaged, encrypted or another format); save it as .{target}")
        return made.read_bytes()


def _settings() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{place}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for place, name, value in _ITEMS
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><oor:items {_NAMES}>{items}</oor:items>'


def limited(command: Sequence[str], path: Path, folder: Path) -> str:
    """Run a program within the limits of time and memory, `folder` as its home; return what it prints.

    Raises ReadError where it takes too long. How it ends is not judged: what it made says whether it worked.
    """
    seconds, memory = int(setting("convert_seconds")), int(setting("convert_bytes"))

    def within() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    # A proxy on a closed port: whatever a document asks for stays unfetched.
    environment = {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }
    with subprocess.Popen(
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=folder,
        start_new_session=True,
        preexec_fn=within,
    ) as process:
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            # LibreOffice starts a second process: end the whole session.
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise ReadError(
                f"{path}: its conversion took more than {seconds} s and was stopped; convert it by hand or raise KG_CONVERT_SECONDS"
            ) from None
    return output.decode("utf-8", "replace")
