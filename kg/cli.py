"""The command line: each command parses, calls one verb and prints. Run `kg COMMAND --help` for examples."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import kg
from kg import cli_audit, cli_link, terminal
from kg.errors import KgError, QueryError
from kg.settings import setting

if TYPE_CHECKING:
    from kg.results import Format, Result
    from kg.validate import Engine, Profile

FORMATS = ("turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml", "csv", "parquet", "xlsx", "graphml", "cypher", "neo4j", "void")
RESULT_FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "markdown")

directory_option = click.option(
    "-d", "directory", type=click.Path(path_type=Path), default=Path("build"), show_default=True, metavar="DIR", help="Build directory."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Machine-readable result.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("-q", "--quiet", is_flag=True, help="No progress, no remarks.")
@click.option("-v", "--verbose", is_flag=True, help="More remarks.")
@click.pass_context
def cli(context: click.Context, quiet: bool, verbose: bool) -> None:
    """Turn Chinese public bodies' performance reports into an RDF knowledge graph you can query and trust.

    \b
    kg build reports/          read reports, write ./build
    kg trace                   enterprises in several agencies' reports
    kg query --list            what can be asked
    kg export -f turtle        for a triple store
    """
    context.obj = {"quiet": quiet, "verbose": verbose}


@cli.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@directory_option
@click.option("--jobs", type=click.IntRange(min=0), default=None, metavar="N", help="Processes; 0 chooses.")
@click.option("--cluster", default="", metavar="ADDRESS", help="Scheduler of an existing Dask cluster, e.g. tcp://host:8786.")
@click.option("--decisions", default="", metavar="FILE", help="Identity decisions to add to the curated ones; `none` uses none at all.")
@click.option("--base", default=None, metavar="IRI", help="IRI below which things are named.")
@click.option("--profile", type=click.Choice(["public", "full"]), default=None, help="public masks private data in every output.")
@click.option("--fresh", is_flag=True, help="Read every report again, changed or not.")
@json_option
@click.pass_obj
def build(obj: dict[str, bool], /, paths: tuple[str, ...], directory: Path, as_json: bool, fresh: bool, **given: Any) -> None:
    """Read reports (files, folders, globs) and write the build directory.

    \b
    Example: kg build seeds
             kg build "reports/**/*.txt" -d out --jobs 4
    """
    from kg import summary
    from kg.link import Decisions, load_decisions

    chosen = {name: given[name] if given[name] is not None else setting(name) for name in ("jobs", "base", "profile")}
    decisions: Decisions = load_decisions(given["decisions"])
    with terminal.progress(obj["quiet"] or as_json) as progress:
        built = kg.build(paths, directory, reuse=not fresh, cluster=given["cluster"], decisions=decisions, progress=progress, **chosen)
    if as_json:
        terminal.as_json(summary.of_build(built))
        return
    if not obj["quiet"]:
        for failure in built.failures:
            terminal.note(f"left out: {failure.reason}")
        summary.show_build(built)


@cli.command()
@click.argument("graphs", nargs=-1, type=click.Path(path_type=Path), metavar="[GRAPH.ttl]...")
@directory_option
@click.option(
    "--profile", type=click.Choice(["draft", "publish", "strict"]), default="publish", show_default=True, help="How much must hold."
)
@click.option(
    "--engine",
    type=click.Choice(["pyshacl", "setwise"]),
    default="pyshacl",
    show_default=True,
    help="pyshacl is the judge; setwise is faster.",
)
@click.option("--all", "show_all", is_flag=True, help="Print every result, not the first 50.")
@json_option
def validate(graphs: tuple[Path, ...], directory: Path, profile: Profile, engine: Engine, show_all: bool, as_json: bool) -> None:
    """Check a build, or Turtle files, against the SHACL shapes; exit 1 where the profile is not met.

    \b
    Example: kg validate
             kg validate my-graph.ttl --profile strict
    """
    from kg import summary
    from kg.validate import validate as check
    from kg.validate import validate_files

    if graphs:
        store, report = validate_files(graphs, profile, engine=engine)
    else:
        store = kg.open(directory).store
        report = check(store, profile, engine=engine)
    if as_json:
        terminal.as_json(summary.of_validation(report, store))
    else:
        summary.show_validation(report, store, None if show_all else 50)
    if not report.conforms:
        raise SystemExit(1)


@cli.command()
@click.argument("query", required=False, metavar="NAME|FILE.rq|'SELECT ...'")
@directory_option
@click.option("-p", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter of the query; may be repeated.")
@click.option("-f", "format", type=click.Choice(RESULT_FORMATS), default=None, help="Default: a table on a terminal, plain text in a pipe.")
@click.option("--endpoint", default="", metavar="URL", help="Ask a SPARQL endpoint instead of the build.")
@click.option("--list", "listing", is_flag=True, help="Show the catalogue by topic.")
@click.option("--topic", default="", help="With --list: one topic only.")
@click.option("--show", is_flag=True, help="Print the text of the query.")
@json_option
def query(query: str | None, directory: Path, listing: bool, topic: str, show: bool, as_json: bool, **given: Any) -> None:
    """Ask the graph: a query of the catalogue by name, a file, or SPARQL text; - reads standard input.

    \b
    Example: kg query --list
             kg query enterprises-in-several-agencies -p agencies=2
             kg query 'SELECT ?r WHERE { ?r a <https://w3id.org/jixiao/ontology#Report> }' -f csv
    """
    from kg import summary
    from kg.query import resolve, run, run_remote

    if listing:
        summary.show_catalogue(topic, as_json)
        return
    if query is None:
        raise QueryError("nothing asked; name a query, a .rq file or SPARQL text, or see `kg query --list`")
    text = sys.stdin.read() if query == "-" else query
    if show:
        click.echo(resolve(text).text.rstrip())
        return
    values = _parameters(given["parameters"])
    result = run_remote(given["endpoint"], text, values) if given["endpoint"] else run(kg.open(directory).store, text, values)
    _print(result, "json" if as_json else given["format"])


@cli.command()
@click.argument("name", required=False)
@directory_option
@click.option("--agencies", type=click.IntRange(min=1), default=None, metavar="N", help="In the reports of at least N agencies (2).")
@click.option("--years", type=click.IntRange(min=1), default=None, metavar="N", help="In reports of at least N years of one agency alone.")
@click.option("--graph", type=click.Path(path_type=Path), default=None, metavar="FILE", help="Write the network: .graphml or .svg.")
@click.option("-f", "format", type=click.Choice(RESULT_FORMATS), default=None, help="Default: a table on a terminal, plain text in a pipe.")
@json_option
def trace(name: str | None, directory: Path, format: Format | None, as_json: bool, **given: Any) -> None:
    """Show which enterprises stand in several agencies' reports or, with a NAME, where one is mentioned; exit 1 for none.

    \b
    Example: kg trace
             kg trace 某某科技 -f markdown
             kg trace --years 2 --graph network.svg
    """
    opened = kg.open(directory)
    result = opened.trace(name, given["agencies"], given["years"])
    if given["graph"] is not None:
        from kg.network import network, write

        write(network(opened.store, result), given["graph"])
    _print(result, "json" if as_json else format)
    if not result.rows:
        raise SystemExit(1)


@cli.command()
@directory_option
@click.option("-f", "format", type=click.Choice(FORMATS), default="turtle", show_default=True, help="Output format.")
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path, allow_dash=True),
    default=None,
    metavar="PATH",
    help="File, or folder for csv, parquet and neo4j; - is standard output.",
)
@click.option("--report", default=None, metavar="ID", help="One report only.")
@click.option("--unit", default=None, metavar="NAME", help="Reports of a unit: words of its name, or its id.")
@click.option("--year", type=int, default=None, metavar="YEAR", help="Reports on that fiscal year.")
@click.option("--since", type=int, default=None, metavar="YEAR", help="Reports on that fiscal year and later ones.")
@click.pass_obj
def export(obj: dict[str, bool], /, directory: Path, format: str, output: Path | None, **select: Any) -> None:
    """Write the graph or its tables in another format; text goes to standard output unless -o names a path.

    \b
    Example: kg export -f turtle -o kg.ttl
             kg export -f parquet -o tables/
             kg export -f jsonld --since 2023 -o recent.jsonld
    """
    from kg.export import BINARY, Selection, stream
    from kg.export import export as write

    if output is None or str(output) == "-":
        if format in BINARY and sys.stdout.isatty():
            raise click.UsageError(f"{format} is not text for a terminal; name a path with -o")
        sys.stdout.buffer.writelines(stream(directory, format, Selection(**select)))
        return
    write(directory, format, output, select=Selection(**select))
    if not obj["quiet"]:
        terminal.note(f"written: {output}")


@cli.command()
@click.argument("endpoint", required=False, metavar="ENDPOINT")
@directory_option
@click.option(
    "--store", "kind", default="", metavar="KIND", help="What ENDPOINT is: oxigraph, virtuoso, fuseki, graphdb, rdf4j, gsp, update."
)
@click.option("--graph-store", default="", metavar="URL", help="Where it takes graphs, if not at the usual place.")
@click.option("--update", default="", metavar="URL", help="Where it takes SPARQL Update, if not at the usual place.")
@click.option("--user", default="", metavar="NAME", help="The password comes from KG_PUSH_PASSWORD or ~/.netrc, never from here.")
@click.option("--replace", is_flag=True, help="Send every graph, and delete graphs of other builds.")
@click.option("--print-recipe", "recipe_for", default="", metavar="STORE", help="Write files and commands for a bulk load instead.")
@click.option("-o", "output", type=click.Path(path_type=Path), default=None, metavar="DIR", help="With --print-recipe: folder.")
@json_option
@click.pass_obj
def push(obj: dict[str, bool], /, endpoint: str | None, directory: Path, as_json: bool, **given: Any) -> None:
    """Make a triple store hold the build: one named graph a report, only what changed; may be cut off and run again.

    \b
    Example: kg push http://127.0.0.1:7878
             KG_PUSH_USER=dba KG_PUSH_PASSWORD=... kg push http://127.0.0.1:8890 --store virtuoso
             kg push --print-recipe qlever -o for-qlever
    """
    from kg import summary

    kind, output = given.pop("recipe_for"), given.pop("output")
    if kind:
        summary.show_recipe(directory, kind, output or Path(f"kg-{kind}"))
        return
    if endpoint is None:
        raise click.UsageError("name the address of the store, or --print-recipe STORE")
    from kg.push import Options
    from kg.push import push as send

    with terminal.progress(obj["quiet"] or as_json) as progress:
        pushed = send(directory, endpoint, Options(**given), progress)
    summary.show_push(pushed, as_json, obj["quiet"])


@cli.command()
@directory_option
@click.option("--host", default="127.0.0.1", show_default=True, metavar="HOST", help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, metavar="PORT", help="Port to listen on.")
@click.option("--cors", default="", metavar="ORIGIN", help="Let pages of that origin read the answers; * is any.")
@click.option("--seconds", type=click.FloatRange(min=0.1), default=None, metavar="N", help="Stop a query after N seconds.")
@click.option("--rows", type=click.IntRange(min=1), default=None, metavar="N", help="Stop an answer of more than N rows.")
@click.pass_obj
def serve(obj: dict[str, bool], /, directory: Path, host: str, port: int, cors: str, **limits: Any) -> None:
    """Answer SPARQL, the queries of the catalogue and every IRI over HTTP, read only, until interrupted.

    \b
    Example: kg serve
             kg serve -d build --port 9000 --seconds 20
    """
    from kg.serve import Limits
    from kg.serve import serve as run_server

    if not obj["quiet"]:
        terminal.note(f"kg: serving {directory} at http://{f'[{host}]' if ':' in host else host}:{port}/ ; Ctrl-C stops")
    run_server(directory, host, port, Limits(**{name: value for name, value in limits.items() if value is not None}), cors)


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes a shell complete commands and options of kg.

    \b
    Example: kg completion bash > ~/.local/share/bash-completion/completions/kg
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(cli, {}, "kg", "_KG_COMPLETE").source())


@cli.command()
@click.option("--gold", "gold", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder of *.gold.json annotations.")
@directory_option
@click.option("--misses", type=click.IntRange(min=0), default=0, metavar="N", help="Show up to N missed and spurious items a class.")
@click.option("--by-report", is_flag=True, help="A row for each report and class instead of the sums.")
@json_option
def evaluate(gold: Path, directory: Path, misses: int, by_report: bool, as_json: bool) -> None:
    """Measure a build against annotations: precision, recall and F1 by class.

    Strict F1 counts only what is the same in every compared part.

    \b
    Example: kg evaluate --gold tests/gold --misses 10
    """
    from kg import evaluate as measure
    from kg import summary

    scores = measure.by_report(gold, directory) if by_report else measure.evaluate(gold, directory)
    if as_json:
        terminal.as_json(summary.of_scores(scores))
    else:
        summary.show_scores(scores, misses)


@cli.command()
@directory_option
@click.option("--report", default=None, metavar="ID", help="One report only.")
@json_option
def stats(directory: Path, report: str | None, as_json: bool) -> None:
    """Show counts and counters: facts by kind, numbers seen and covered, what was left out and why.

    \b
    Example: kg stats
    """
    from kg import summary

    summary.show_stats(kg.open(directory).manifest, report, as_json)


@cli.command()
@json_option
def doctor(as_json: bool) -> None:
    """Show what is installed and what is missing for which job; exit 1 where something needed is missing.

    \b
    Example: kg doctor
    """
    from kg import summary
    from kg.doctor import NEEDED, examine

    checks = examine()
    summary.show_checks(checks, as_json)
    if any(not check.ok and check.name in (*NEEDED, "Python") for check in checks):
        raise SystemExit(1)


@cli.command()
@json_option
def version(as_json: bool) -> None:
    """Show the version.

    \b
    Example: kg version
    """
    if as_json:
        terminal.as_json({"name": "jixiao-kg", "version": kg.__version__})
    else:
        click.echo(f"jixiao-kg {kg.__version__}")


cli.add_command(cli_audit.audit)
cli.add_command(cli_link.link)


def _parameters(pairs: Sequence[str]) -> dict[str, str]:
    """Return NAME=VALUE pairs as a mapping; raises QueryError for one without `=`."""
    for pair in pairs:
        if "=" not in pair:
            raise QueryError(f"-p {pair}: a parameter is written NAME=VALUE")
    return dict(pair.split("=", 1) for pair in pairs)


def _print(result: Result, format: Format | None) -> None:
    """Print a result in the format asked for; by default a table on a terminal, tab-separated plain text in a pipe."""
    from kg.results import plain, write

    if format is not None or sys.stdout.isatty():
        write(result, format or "table", sys.stdout)
        return
    columns, rows = result.table()
    terminal.table(columns, [["" if cell is None else str(plain(cell)) for cell in row] for row in rows])


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 the answer is no, 2 wrong use or unreadable input, 130 interrupted."""
    try:
        code = cli.main(args=None if arguments is None else list(arguments), prog_name="kg", standalone_mode=False)
        raise SystemExit(code if isinstance(code, int) else 0)
    except KgError as error:
        terminal.note(f"kg: {_one_line(str(error))}")
        raise SystemExit(error.exit_code) from None
    except click.ClickException as error:
        hint = f"; see `{error.ctx.command_path} --help`" if isinstance(error, click.UsageError) and error.ctx else ""
        terminal.note(f"kg: {_one_line(error.format_message())}{hint}")
        raise SystemExit(2) from None
    except (KeyboardInterrupt, click.Abort):
        terminal.note("kg: interrupted; the last build is as it was")
        raise SystemExit(130) from None
    except BrokenPipeError:
        # The reader of our output has gone (head, a closed pager); silence Python's own complaint at exit.
        sys.stderr.close()
        raise SystemExit(0) from None


def _one_line(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    main()
