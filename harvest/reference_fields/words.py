"""Words that tell what a part of a reference is: of journals, publishers, bodies, places, months."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


JOURNAL = _words(
    """j journal journals rev review reviews lett letters ann annals annual proc proceedings trans transactions
    bull bulletin quarterly quart q res phys chem med sci soc math int eur am amer br brit bmc plos bmj lancet
    nature science ieee acm acta adv advances arch archives zeitschrift revista revue cahiers rivista studies
    magazine gazette newsletter nucl astron astrophys appl biol clin psychol econ engl mon opin curr stud pol
    pract health serv manag policy integr conf symposium workshop conference lecture notes international jama
    jhep mnras apj aj pnas"""
)
PUBLISHER = _words(
    """press publishers publisher publishing publications verlag books sage routledge wiley elsevier springer
    blackwell macmillan palgrave oxford cambridge penguin pearson mcgraw kluwer hmso tso stationery éditions
    editions editorial presses academic harper norton random house unwin hyman taylor francis erlbaum
    associates university univ université universität uitgeverij gallimard suhrkamp mit policy birkhäuser
    norstedts sons inc ltd plc limited co company"""
)
#: A word of these in a name says that it is a body's.
BODY = _words(
    """department ministry council councils office commission committee agency authority association institute
    institution institut foundation trust fund centre center university college school government parliament
    assembly board bureau organisation organization society federation union alliance network forum group
    partnership nhs service services team taskforce unit house confederation academy hospital hospitals bank
    ltd limited llp plc inc company corporation collaboration consortium treasury cabinet inspectorate
    ombudsman executive party campaign charity coalition initiative programme program project commissioners
    directorate secretariat senate court courts police observatory library museum church collaborative ofsted
    ofcom ofgem nice oecd unicef unesco unhcr who ons cipfa nesta scie jrf lga hmrc defra dfe dhsc dwp mhclg
    dluhc kpmg pwc deloitte ipsos yougov england scotland wales uk action healthwatch ministère
    bundesministerium statistics development nations bma rcn rcgp cqc cabinetoffice royal"""
)
PLACE = _words(
    """london oxford cambridge york edinburgh cardiff belfast glasgow manchester birmingham leeds bristol
    liverpool sheffield nottingham brighton basingstoke harmondsworth chichester norwich exeter paris berlin
    geneva brussels amsterdam leiden dordrecht rotterdam heidelberg munich münchen frankfurt stuttgart hamburg
    göttingen tübingen vienna wien zürich zurich basel bern milan milano rome roma turin torino florence madrid
    barcelona lisbon stockholm uppsala copenhagen oslo helsinki dublin moscow warsaw prague budapest athens
    boston chicago philadelphia princeton washington baltimore hillsdale mahwah toronto ottawa montreal
    vancouver quebec sydney melbourne canberra brisbane wellington auckland christchurch tokyo kyoto beijing
    shanghai singapore delhi mumbai bombay calcutta nairobi uk usa england scotland wales ireland germany
    france italy netherlands ny ca ma nj il dc pa md tx mi nc england zealand australia canada"""
)
MONTH = _words(
    """january february march april may june july august september october november december jan feb mar apr jun
    jul aug sep sept oct nov dec spring summer autumn fall winter"""
)
EDITOR = _words("ed eds edited editor editors hrsg hg red dir éd coord")
VOLUME = _words("vol vols volume volumes no nos number issue bd band jg heft nr iss")
PAGE = _words("p pp pages page s pg")
PARTICLE = _words(
    "de la le van von der den du da di del della dos das ter ten el al bin ibn st mac af zu zur d"
)
GREY = _words(
    """report paper working discussion thesis dissertation phd msc cm hc cmnd briefing policy technical tech
    preprint submitted press forthcoming unpublished draft online internet available accessed retrieved edition
    edn version isbn doi url"""
)
ENGLISH = _words(
    "the of and in a an to for on with by from at as is are how what why when where who does do can its their"
)

#: Given names: "James R. Larus" has his family name last, "Larus R. James" of a Vancouver list would not.
GIVEN = _words(
    """Aaron Adam Alan Albert Alex Alexander Alice Alison Allan Amanda Amy Andrea Andreas Andrew Angela Ann Anna Anne Anthony Antonio Arthur
    Barbara Benjamin Bernard Bill Bob Brenda Brian Bruce Carl Carlos Carol Caroline Catherine Charles Chris Christian Christina Christine Christopher
    Claire Colin Craig Daniel David Deborah Denis Dennis Diana Diane Donald Douglas Edward Edwin Elaine Elisabeth Elizabeth Emily Emma Eric Erik Ernest
    Eva Fiona Francis Frank Franz Fred Frederick Gary Geoffrey George Gerald Gerard Gordon Graham Gregory Hannah Hans Harold Harry Heather Helen Henry
    Herbert Howard Hugh Ian Irene Isabel Jack Jacob Jacqueline James Jan Jane Janet Jason Jean Jeff Jeffrey Jennifer Jeremy Jessica Jim Joan Joanna Joe Johann
    Johannes John Jonathan José Joseph Josephine Joshua Juan Judith Julia Julian Julie Karen Karl Kate Katharine Katherine Kathleen Kathryn Keith Kenneth Kevin
    Larry Laura Lawrence Leonard Linda Lisa Louis Louise Lucy Luis Luke Marc Margaret Maria Marie Mark Martha Martin Mary Matthew Maurice Max Michael Michel
    Mike Nancy Neil Nicholas Nicola Nigel Noel Norman Oliver Oscar Patricia Patrick Paul Paula Pauline Peter Philip Phillip Pierre Rachel Ralph Raymond Rebecca
    Richard Robert Robin Roger Roland Ronald Rosemary Roy Russell Ruth Samuel Sandra Sara Sarah Sharon Simon Sophie Stanley Stephen Steve Steven Stuart Susan
    Sylvia Teresa Theodore Thomas Timothy Tom Tony Ursula Victor Victoria Vincent Virginia Walter Wendy William Wolfgang Yvonne"""
)

#: What begins the name of a body, so that a comma before it parts two bodies.
HEAD = re.compile(
    r"(?:the\s)?(?:department|ministry|office|NHS|HM|cabinet|home|public health|care quality|national|local government|house of|royal|"
    r"scottish|welsh|london|institute|centre|association|university|world|united|european|royal)\b",
    re.IGNORECASE,
)

_SETS = (
    ("j", JOURNAL), ("p", PUBLISHER), ("b", BODY), ("c", PLACE), ("m", MONTH), ("e", EDITOR), ("v", VOLUME), ("s", PAGE), ("n", PARTICLE), ("g", GREY), ("w", ENGLISH),
)  # fmt: skip
_KINDS: dict[str, str] = {}
for _letter, _set in _SETS:
    for _word in _set:
        _KINDS[_word] = _KINDS.get(_word, "") + _letter


def kinds(word: str) -> str:
    """Return the letters of the sets that a word (in small letters) is in: ``""`` of most."""
    return _KINDS.get(word, "")


def is_body(name: str) -> bool:
    """Tell whether a name has a word that only names of bodies have."""
    return any(word in BODY for word in re.findall(r"[^\W\d_]+", name.lower()))
