"""The terms the graph is written with: closed namespaces, so that a mistyped term raises instead of making a new one."""

from __future__ import annotations

from typing import Final, NoReturn

from pyoxigraph import NamedNode

ONTOLOGY_IRI: Final = "https://w3id.org/jixiao/ontology#"
BASE_IRI: Final = "https://w3id.org/jixiao/id/"


class Namespace:
    """A closed set of terms; `JX.amount` is a NamedNode, a name that is not declared raises AttributeError."""

    def __init__(self, iri: str, names: str) -> None:
        """Declare the white-space separated `names` below `iri`."""
        self.iri = iri
        self.names = frozenset(names.split())
        for name in self.names:
            self.__dict__[name] = NamedNode(iri + name)

    def __getattr__(self, name: str) -> NamedNode:
        """Raise, since every declared term is already an attribute."""
        self._fail(name)

    def _fail(self, name: str) -> NoReturn:
        raise AttributeError(f"{name!r} is not a term of {self.iri}")


JX_CLASSES: Final = """
Report Section Evidence Mention
Organisation Unit Department Enterprise ResearchInstitute University School Hospital GovernmentBody PartyBody
Association Bank Media Park Exhibition OtherOrganisation DatedName
Fact UnitProfile Function Amount BudgetItem Project Recognition RecognitionCount Observation ScoreRow Relation Claim
Problem Remedy Finding Mark Figure
AccountConcept FunctionalClass RecognitionScheme Indicator Rank Nature FunctionTopic Division
"""

JX_PROPERTIES: Final = """
reportingUnit fiscalYear reportType title sha256 sourcePath published
inReport inSection heading sectionKind parentSection
evidence section cell page confidence recogniser reason extractor refersTo inSentence
name alias legalName datedName nameFrom nameTo nameSource division
rank nature superior superiorLabel entrustedTo entrustedToLabel staffQuota staffActual unit departmentOf
ordinal text topic
subject subjectLabel accountConcept conceptLabel functionalClass functionalPath measure year cny printedValue printedUnit fund
purpose itemKind status participant participantLabel projectKind
holder holderLabel scheme recognitionTitle level awardedBy awardedByLabel count countKind
indicator indicatorLabel role comparator value valueMax unitOfMeasure periodStart periodEnd printedPeriod scope
level1 level2 level3 target actual weight score deviation
predicate object objectLabel cooperatesWith develops investsIn undertakes receivesFunding foundedOrganisation locatedIn
listedOn produces hosts lendsTo partOf
claimKind stated computed holds operand operandText operandEvidence low high figure figureOfWhole
markKind said expected
rule severity message concerns statedText computedText
code validFrom validTo firstRung nextRung
"""

JX: Final = Namespace(ONTOLOGY_IRI, JX_CLASSES + JX_PROPERTIES)
RDF: Final = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type first rest nil")
RDFS: Final = Namespace("http://www.w3.org/2000/01/rdf-schema#", "label comment subClassOf subPropertyOf domain range isDefinedBy seeAlso")
OWL: Final = Namespace("http://www.w3.org/2002/07/owl#", "sameAs Class ObjectProperty DatatypeProperty Ontology")
SKOS: Final = Namespace(
    "http://www.w3.org/2004/02/skos/core#",
    "Concept ConceptScheme prefLabel altLabel hiddenLabel definition broader narrower inScheme topConceptOf notation note "
    "exactMatch closeMatch related editorialNote",
)
PROV: Final = Namespace("http://www.w3.org/ns/prov#", "Entity wasQuotedFrom wasDerivedFrom wasAttributedTo generatedAtTime")
OA: Final = Namespace("http://www.w3.org/ns/oa#", "TextPositionSelector TextQuoteSelector start end exact prefix suffix")
DCTERMS: Final = Namespace("http://purl.org/dc/terms/", "isReplacedBy replaces title source identifier")
XSD: Final = Namespace("http://www.w3.org/2001/XMLSchema#", "string integer decimal boolean gYear gYearMonth date dateTime")
SH: Final = Namespace(
    "http://www.w3.org/ns/shacl#",
    "ValidationReport ValidationResult conforms result focusNode resultPath value resultMessage resultSeverity sourceShape "
    "sourceConstraintComponent Violation Warning Info",
)

PREFIXES: Final[dict[str, str]] = {
    "jx": ONTOLOGY_IRI,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "owl": OWL.iri,
    "skos": SKOS.iri,
    "prov": PROV.iri,
    "oa": OA.iri,
    "dcterms": DCTERMS.iri,
    "xsd": XSD.iri,
    "sh": SH.iri,
}
