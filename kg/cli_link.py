"""`kg link`: reviewing who is who; every verdict is one line appended to the ledger beside the build."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg import terminal

if TYPE_CHECKING:
    from kg.link.ledger import Verdict
    from kg.link.review import Open, Quote, Review

F = TypeVar("F", bound=Callable[..., Any])
_KEYS: dict[str, Verdict] = {"s": "same", "f": "former_name", "p": "part_of", "d": "different", "u": "unsure"}
_QUOTES = 3


def _common(command: F) -> F:
    directory = click.option(
        "-d", "directory", type=click.Path(path_type=Path), default=Path("build"), show_default=True, metavar="DIR", help="Build directory."
    )
    ledger = click.option(
        "--ledger",
        type=click.Path(path_type=Path),
        default=None,
        metavar="FILE",
        help="Ledger; default: the build's, else DIR.decisions.jsonl.",
    )
    return directory(ledger(command))


def _verdict_options(command: F) -> F:
    by = click.option("--by", default="", metavar="NAME", help="Who judges; default: the user's login name.")
    why = click.option("--why", default="", metavar="TEXT", help="The reason, for those who read the ledger.")
    source = click.option("--source", default="", metavar="TEXT", help="What it rests on: an address, a document.")
    return by(why(source(command)))


def _review(directory: Path, ledger: Path | None) -> Review:
    from kg.link.review import Review

    return Review(directory, ledger)


@click.group()
def link() -> None:
    """Review who is who; a verdict acts on the next build.

    \b
    kg link list                 what is open, by what it would change
    kg link show A B             the reasons and the quotes side by side
    kg link same A B             one organisation; also different, unsure, former, part
    kg link review               one key a pair
    """


@link.command("list")
@_common
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, metavar="N", help="Show the first N open pairs.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable result.")
def list_(directory: Path, ledger: Path | None, limit: int, as_json: bool) -> None:
    """Show the open pairs, those first that would change most, and what became of the verdicts given.

    \b
    Example: kg link list
    """
    review = _review(directory, ledger)
    found, statuses = review.open_pairs(), review.statuses()
    if as_json:
        verdicts = [{"left": s.decision.left, "right": s.decision.right, "verdict": s.decision.verdict, "state": s.state} for s in statuses]
        terminal.as_json({"open": [_data(pair) for pair in found[:limit]], "verdicts": verdicts})
        return
    rows = [
        [o.candidate.left, o.candidate.right, f"{o.candidate.score:.2f}", f"+{o.agencies}", f"+{o.years}", "; ".join(o.candidate.reasons)]
        for o in found[:limit]
    ]
    terminal.table(["left", "right", "likeness", "agencies", "years", "reasons"], rows, title="open pairs")
    if len(found) > limit:
        click.echo(f"... and {len(found) - limit} more; --limit {len(found)} shows all")
    if statuses:
        lines = [[s.decision.left, s.decision.right, s.decision.verdict, s.decision.by or "curated", s.state] for s in statuses]
        terminal.table(["left", "right", "verdict", "by", "state"], lines, title="verdicts")


def _data(pair: Open) -> dict[str, Any]:
    c = pair.candidate
    gain = {"agencies": pair.agencies, "years": pair.years, "mentions": pair.mentions}
    return {"left": c.left, "right": c.right, "score": c.score, "gain": gain, "reasons": list(c.reasons)}


@link.command()
@click.argument("left")
@click.argument("right")
@_common
def show(left: str, right: str, directory: Path, ledger: Path | None) -> None:
    """Lay two names side by side: what speaks for one organisation, what against, verdicts, and the reports' own words.

    \b
    Example: kg link show 某某科技 某某科技股份有限公司
    """
    _lay_out(_review(directory, ledger), left, right)


def _lay_out(review: Review, left: str, right: str) -> None:
    one, other = review.organisation(left), review.organisation(right)
    joined = "one organisation in this build" if one.id == other.id else f"two organisations in this build: {one.id}, {other.id}"
    click.echo(f"{left} | {right}: {joined}")
    found = review.compared(left, right)
    for reason in found.reasons if found else ("nothing in the names themselves is alike",):
        click.echo(f"  {reason}")
    if found:
        click.echo(f"  = {found.points} points; 35 join, 12 are shown for review")
    pair = {review.normal(left), review.normal(right)}
    for decision in review.decisions.all():
        if decision.pair == pair:
            told = "; ".join(part for part in (decision.confidence, decision.why, decision.source) if part)
            click.echo(f"  verdict: {decision.verdict} by {decision.by or 'curation'} ({told})")
    terminal.table(["name", "year", "agency", "quote"], [*_quotes(review, left), *_quotes(review, right)])


def _quotes(review: Review, name: str) -> list[list[str]]:
    def row(quote: Quote) -> list[str]:
        return [quote.surface, str(quote.year or "?"), quote.agency or quote.report, quote.sentence]

    found = review.quotes(review.organisation(name))
    # Where both names are one organisation, each side shows the places that print its own form.
    own = [quote for quote in found if review.normal(quote.surface) == review.normal(name.partition("@")[0])]
    return [row(quote) for quote in (own or found)[:_QUOTES]]


def _judge(verdict: Verdict) -> Callable[..., None]:
    def command(left: str, right: str, directory: Path, ledger: Path | None, by: str, why: str, source: str) -> None:
        review = _review(directory, ledger)
        names = [_printed(review, name) for name in (left, right)]
        _write(review, names[0], names[1], verdict, by=by, why=why, source=source)

    return command


def _printed(review: Review, name: str) -> str:
    """Return the name to write: as given where it is printed, else the leading name of the id given; an unknown name is kept."""
    from kg.errors import NotFoundError

    try:
        found = review.names(name)
    except NotFoundError:
        terminal.note(f"{name}: no report of this build names it; the verdict waits until one does")
        return name
    return name if any(review.normal(name.partition("@")[0]) == review.normal(surface) for surface in found) else found[0]


def _write(review: Review, left: str, right: str, verdict: Verdict, **told: str) -> None:
    from kg.link.ledger import Decision, append

    now = datetime.now(UTC).isoformat(timespec="seconds")
    by = told.get("by") or getpass.getuser()
    append(review.ledger, Decision(left, right, verdict, source=told.get("source", ""), why=told.get("why", ""), by=by, at=now))
    click.echo(f"{verdict}: {left} | {right} -> {review.ledger}; acts on the next build")


_COMMANDS: tuple[tuple[str, Verdict, str], ...] = (
    ("same", "same", "Say that two names are one organisation."),
    ("former", "former_name", "Say that RIGHT is a former name of LEFT."),
    ("part", "part_of", "Say that RIGHT is a part of LEFT: a branch, a workshop, a project."),
    ("different", "different", "Say that two names are two organisations; it also blocks chains."),
    ("unsure", "unsure", "Say that it is not known; the pair stays open."),
    ("withdraw", "withdrawn", "Take back the verdict on two names."),
)
for _name, _verdict, _help in _COMMANDS:
    _command = _verdict_options(_common(_judge(_verdict)))
    _command = click.argument("right")(_command)
    _command = click.argument("left")(_command)
    link.command(_name, help=f"{_help}\n\n\b\nExample: kg link {_name} 某某科技 某某科技股份有限公司 --why 'printed in the annual report'")(
        _command
    )


@link.command()
@_common
@click.option("--by", default="", metavar="NAME", help="Who takes it back.")
def undo(directory: Path, ledger: Path | None, by: str) -> None:
    """Take back the last verdict that is in force; the ledger keeps both lines.

    \b
    Example: kg link undo
    """
    from kg.errors import NotFoundError
    from kg.link.ledger import read, replay

    review = _review(directory, ledger)
    in_force = replay(read(review.ledger)) if review.ledger.is_file() else ()
    if not in_force:
        raise NotFoundError(f"{review.ledger}: no verdict is in force, nothing to take back")
    last = in_force[-1]
    _write(review, last.left, last.right, "withdrawn", by=by, why=f"takes back {last.verdict}")


@link.command("review")
@_common
@click.option("--by", default="", metavar="NAME", help="Who judges.")
def review_(directory: Path, ledger: Path | None, by: str) -> None:
    """Go through the open pairs, one key each: s same, d different, u unsure, f former name, p part of, space skip, q quit.

    \b
    Example: kg link review
    """
    review = _review(directory, ledger)
    given = 0
    pairs = review.open_pairs()
    for number, pair in enumerate(pairs, start=1):
        c = pair.candidate
        click.echo(f"\n[{number}/{len(pairs)}] joining would add {pair.agencies} agencies and {pair.years} years")
        _lay_out(review, c.left, c.right) if review.knows(c.left, c.right) else click.echo(f"{c.left} | {c.right}: {'; '.join(c.reasons)}")
        click.echo("s same  d different  u unsure  f right is a former name  p right is a part  space skip  q quit: ", nl=False)
        key = click.getchar().lower()
        click.echo(key)
        if key == "q":
            break
        if key in _KEYS:
            _write(review, c.left, c.right, _KEYS[key], by=by)
            given += 1
    click.echo(f"{given} verdicts given; build again to apply them")


@link.command("export")
@_common
@click.option("--sssom", "as_sssom", is_flag=True, help="As an SSSOM mapping set (TSV); without it as ledger lines (JSON).")
@click.option("--curated", is_flag=True, help="The curated verdicts too.")
@click.option(
    "-o", "output", type=click.File("w", encoding="utf-8", lazy=True), default="-", metavar="FILE", help="Default: standard output."
)
def export_(directory: Path, ledger: Path | None, as_sssom: bool, curated: bool, output: Any) -> None:
    """Write the verdicts in force, for others to use.

    \b
    Example: kg link export --sssom -o identity.sssom.tsv
    """
    import json
    from dataclasses import asdict

    from kg.link import sssom

    review = _review(directory, ledger)
    found = [d for d in review.decisions.all() if d.by or curated]
    if as_sssom:
        output.write(sssom.dump(found, review.base, review.id_of))
    else:
        output.writelines(json.dumps({k: v for k, v in asdict(d).items() if v}, ensure_ascii=False) + "\n" for d in found)


@link.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_common
def import_(file: Path, directory: Path, ledger: Path | None) -> None:
    """Append the verdicts of an SSSOM mapping set (.tsv), a ledger (.jsonl) or a CSV to the ledger.

    \b
    Example: kg link import identity.sssom.tsv
    """
    from dataclasses import replace

    from kg.link import sssom
    from kg.link.ledger import append, read

    review = _review(directory, ledger)
    tsv = file.suffix == ".tsv"
    found = sssom.load(file.read_text(encoding="utf-8"), file.name) if tsv else list(read(file))
    known = {(d.pair, d.verdict) for d in review.decisions.all()}
    fresh = [d for d in found if (d.pair, d.verdict) not in known and len(d.pair) == 2]
    for decision in fresh:
        append(review.ledger, replace(decision, by=decision.by or file.name))
    click.echo(f"{len(fresh)} of {len(found)} verdicts were new -> {review.ledger}")
