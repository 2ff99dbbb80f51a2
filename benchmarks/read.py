"""Seconds a page by format: the same report of about thirty pages, with tables, made in each format and read from its bytes.

    python benchmarks/read.py [--rounds 3]

A page is a page of the PDF. `read` is the reader alone, `all` the whole way from bytes to facts; medians of the rounds, one
process, after one round that does not count. Formats whose programs are not installed are left out.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "documents"))

from makers import Block, C, docx, html, markdown, pdf  # noqa: E402
from timing import seconds  # noqa: E402

from kg.extraction import Task, run  # noqa: E402
from kg.pipeline import Options, build  # noqa: E402
from kg.read import read  # noqa: E402
from kg.read.office import program  # noqa: E402

TITLE = "2023年度云岭市水务局部门决算"
SENTENCES = (
    "全年新建供水管网35公里，改造老旧管网12公里，解决1.2万人饮水问题，水质达标率98.6%。",
    "全面落实河湖长制，开展联合巡查86次，整治河道乱堆乱占问题27处，完成投资4,300.50万元。",
    "组织青禾水务科技有限公司、云岭节水设备有限公司等5家企业参与农村供水工程运行维护。",
)
CHAPTERS = ("一、基本情况", "二、收入支出决算总体情况说明", "三、支出决算情况说明", "四、预算绩效情况说明", "五、其他重要事项的情况说明")


def report(repeats: int = 36) -> list[Block]:
    """Return a long invented report: chapters of prose, and ten tables of twenty-five rows, as a final account has them."""
    blocks: list[Block] = [TITLE]
    for number in range(repeats):
        blocks.append(CHAPTERS[number % 5])
        blocks += ["".join(SENTENCES[(number + step) % 3] for step in range(4)) for _ in range(3)]
        if number % 5 != 4 and number != 0:
            continue
        rows = [[C("项目"), C("本年支出合计"), C("基本支出"), C("项目支出"), C("备注")]]
        rows += [[C(f"第{n}项水利支出"), C(f"{n * 7.5:.2f}"), C(f"{n * 5:.2f}"), C(f"{n * 2.5:.2f}"), C("")] for n in range(1, 26)]
        blocks += ["支出决算表", "单位：万元", rows]
    return blocks


def workbook(blocks: list[Block]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for block in blocks:
        for row in [[C(block)]] if isinstance(block, str) else block:
            book.active.append([cell.text for cell in row])
        book.active.append([])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def old_word(blocks: list[Block], folder: Path) -> bytes:
    source = folder / "old.docx"
    source.write_bytes(docx(blocks))
    subprocess.run(
        [program(), "--headless", "--convert-to", "doc:MS Word 97", "--outdir", str(folder), str(source)], check=True, capture_output=True
    )
    return (folder / "old.doc").read_bytes()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    blocks = report()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = {".md": markdown(blocks), ".docx": docx(blocks), ".html": html(blocks), ".pdf": pdf(blocks), ".xlsx": workbook(blocks)}
        if program() and shutil.which(Path(program()).name):
            made[".doc"] = old_word(blocks, folder)
        paths = {suffix: folder / f"report{suffix}" for suffix in made}
        for suffix, data in made.items():
            paths[suffix].write_bytes(data)
        pages = len(read(paths[".pdf"]).pages)
        print(f"{pages} pages; seconds, median of {rounds}")
        print("format   read      a page    all")
        for suffix, path in paths.items():
            task = Task(str(path), "report", "public")
            alone, whole = seconds(lambda path=path: read(path), rounds), seconds(lambda task=task: run(task), rounds)
            print(f"{suffix:8} {alone:8.3f}  {alone / pages:8.4f}  {whole:8.3f}")
        options = Options(jobs=1, reuse=False)
        built = seconds(lambda: build([str(paths[".pdf"])], folder / "build", options), rounds)
        print(f"build of the PDF, all but starting Python: {built:.3f}")


if __name__ == "__main__":
    main()
