"""The network of who is named together: as GraphML and as a picture, the same bytes for the same graph."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.network import Edge, Network, Node, graphml, layout, network, svg, write
from kg.trace import trace, trace_name

DATA = Path(__file__).parent / "queries" / "enterprises" / "shared.ttl"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.load(path=str(DATA))
    return store


def test_enterprises_and_their_agencies_are_nodes(store: ox.Store) -> None:
    found = network(store, trace(store))
    assert {(node.label, node.kind) for node in found.nodes} == {
        ("恒沐轴承", "enterprise"),
        ("墨州机电研究所", "research_institute"),
        ("墨州市科技局", "agency"),
        ("沧澜县商务局", "agency"),
    }
    together = [edge.weight for edge in found.edges if edge.kind == "together"]
    assert together == [2]


def test_a_name_comes_with_those_beside_it(store: ox.Store) -> None:
    labels = {node.label for node in network(store, trace_name(store, "青蝉食品")).nodes}
    assert labels == {"青蝉食品", "恒沐轴承", "沧澜县商务局"}


def test_graphml_holds_every_node_and_edge(store: ox.Store) -> None:
    found = network(store, trace(store))
    root = ElementTree.fromstring(graphml(found))
    assert len(list(root.iter(f"{GRAPHML}node"))) == len(found.nodes)
    assert len(list(root.iter(f"{GRAPHML}edge"))) == len(found.edges)


def test_the_picture_is_the_same_every_time_and_shows_every_label(store: ox.Store) -> None:
    found = network(store, trace(store))
    picture = svg(found)
    assert picture == svg(network(store, trace(store)))
    texts = {element.text for element in ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")}
    assert texts == {node.label for node in found.nodes}


def test_hostile_names_stay_text() -> None:
    odd = Network(
        (Node('a"<', "</text><script>alert(1)</script>\x00", "enterprise"), Node("b", "乙", "agency")), (Edge("b", 'a"<', "names", 1),)
    )
    for document in (svg(odd), graphml(odd)):
        assert ElementTree.fromstring(document) is not None
        assert "<script>" not in document


def test_nodes_do_not_lie_on_one_another() -> None:
    nodes = [f"n{i}" for i in range(12)]
    places = layout(nodes, [(nodes[0], node) for node in nodes[1:]])
    spots = list(places.values())
    assert min(abs(complex(*a) - complex(*b)) for i, a in enumerate(spots) for b in spots[i + 1 :]) > 20


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_network_of_next_to_nothing_is_drawn(count: int) -> None:
    assert svg(Network(tuple(Node(str(i), str(i), "enterprise") for i in range(count)), ())).startswith("<svg")


def test_another_ending_and_too_large_a_picture_are_refused(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"\.graphml or \.svg"):
        write(Network((), ()), tmp_path / "network.png")
    many = Network(tuple(Node(str(i), str(i), "enterprise") for i in range(500)), ())
    with pytest.raises(QueryError, match="too many"):
        svg(many)
