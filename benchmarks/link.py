"""How many distinct names a second one process links, and in how much memory, so that growth can be read.

    python benchmarks/link.py [10000 100000 1000000]

The names are invented: place, two to four characters, an industry, a legal form, and for some a short form in the same or in
another report; a hundred names a report, the reports spread over districts of ten provinces.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from random import Random

from kg.link import Decisions, NameUse, link

SIZES = (10_000, 100_000, 1_000_000)
_CITIES = ("武汉", "洛阳", "合肥", "福州", "西安", "成都", "昆明", "沈阳", "济南", "南宁")
_INDUSTRIES = ("精密工具", "新材料", "机械", "生物科技", "服饰", "食品", "智能装备", "电气", "环保科技", "物流", "光电", "制药")
_FORMS = ("有限公司", "股份有限公司", "有限责任公司", "", "")
_CHARACTERS = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 4000))
_PER_REPORT = 100
# Of so many names one comes with a short form of its own.
_SHORT_EVERY = 5


def names(count: int) -> list[NameUse]:
    """Return uses of `count` distinct invented names, with the units that report them; the same for the same count."""
    random = Random(count)
    uses: list[NameUse] = []
    seen: set[str] = set()
    while len(seen) < count:
        report = len(seen) // _PER_REPORT
        city = _CITIES[report % len(_CITIES)]
        trade = "".join(random.choice(_CHARACTERS) for _ in range(random.choice((2, 2, 3, 3, 4))))
        core = trade + random.choice(_INDUSTRIES)
        forms = [random.choice((city, "")) + core + random.choice(_FORMS)]
        if random.randrange(_SHORT_EVERY) == 0:
            forms.append(core)
        for form in forms:
            if form not in seen and len(seen) < count:
                seen.add(form)
                uses.append(NameUse(form, "enterprise", f"r{report:06d}"))
    reports = (count + _PER_REPORT - 1) // _PER_REPORT
    uses.extend(NameUse(f"{_CITIES[r % len(_CITIES)]}市财政局", "government", f"r{r:06d}", unit=True) for r in range(reports))
    return uses


def run(count: int) -> None:
    """Link `count` names in this process and print the figures."""
    uses = names(count)
    start, worked = time.perf_counter(), time.process_time()
    linker = link(uses, Decisions((), "none"))
    # Names per second of processor time: other programs on the machine do not show in it.
    taken, worked = time.perf_counter() - start, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
    print(
        f"{count:>9,} names  {taken:7.1f} s, {worked:7.1f} s of processor time  {count / worked:>8,.0f} names/s  peak {peak:.2f} GiB"
        f"  {len(linker.organisations()):,} organisations, {len(linker.candidates()):,} open pairs",
        flush=True,
    )


def main() -> None:
    sizes = [int(argument) for argument in sys.argv[1:]] or list(SIZES)
    if len(sizes) == 1:
        run(sizes[0])
        return
    # A process for each size, so that the peak of one is not that of another.
    for size in sizes:
        subprocess.run([sys.executable, __file__, str(size)], check=True)


if __name__ == "__main__":
    main()
