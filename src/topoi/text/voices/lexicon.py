"""The gazetteer of speakers and the lists of reporting cues, read from YAML."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from topoi.errors import InputError
from topoi.text.lang.language import ENGLISH, FOLDER, Language, file_of
from topoi.text.lang.language import language as read_language
from topoi.yaml_files import yaml_in

SPEAKERS = "speakers.yml"
BUILT_IN = file_of(SPEAKERS)
STANCES = ("neutral", "sequencing", "endorsing", "doubting")
KINDS = ("report", "act")
OF_TEXTS = "texts"
SECTIONS = frozenset(
    "id version title language sources irregular cues nouns phrases adverbs self groups titles "
    "honorifics roles people organisations states spelling".split()
)


class Cue(NamedTuple):
    """What a reporting word is: its stance, and how it builds its sentence.

    `shape` is finite, base, gerund, noun, phrase or adverb; `kind` is report or act; `addressee`
    says that the hearer comes between cue and content; `needs` is that or to when only such a
    clause counts, words when a quotation does, too, and evidence when only a poll or a record may
    be the subject; `naming` that the content is a name or description given ("called it ...");
    `noun` that the same form is a noun, too ("claims"); `quoting` that the subject passes on
    another's words ("quoted her as saying"); `act` is the reading of the same form without the
    clause that it needs ("demanded a recount").
    """

    lemma: str
    shape: str
    stance: str
    kind: str
    addressee: bool = False
    needs: str = ""
    naming: bool = False
    noun: bool = False
    quoting: bool = False
    act: "Cue | None" = None


@dataclass(frozen=True)
class Person:
    """One person of the gazetteer."""

    name: str
    aliases: tuple[str, ...] = ()
    role: str = ""
    of: str = ""
    gender: str = ""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The cues by their surface form, and the names by theirs.

    `cues` maps a form ("pointed out") to its readings, the likeliest first; `people` and `bodies`
    map every alias to its person or to the one name of an organisation or state, `adjectives` those
    of states that their names do not show. `language` has the words of the sentences in which cues
    and names stand. `as_written` says whether a person is called what the texts write, not what
    stands here.
    """

    language: Language
    cues: dict[str, Cue]
    people: dict[str, Person]
    bodies: dict[str, str]
    roles: dict[str, tuple[str, ...]]
    titles: tuple[str, ...]
    groups: tuple[str, ...]
    pronouns: frozenset[str]
    outlets: frozenset[str] = frozenset()
    adjectives: dict[str, str] = field(default_factory=dict)
    honorifics: dict[str, str] = field(default_factory=dict)
    as_written: bool = False


def load_lexicon(path: str | Path | None = None) -> Lexicon:
    """Return the lexicon held in a YAML file, such as one beside a codebook, else the built-in one.

    Its `language` is English, unless it names another or a folder beside the file. Raises
    InputError when the file is missing, is no YAML mapping, has an unknown section, or a cue has a
    stance or kind that does not exist.
    """
    place = str(path or BUILT_IN)
    data = yaml_in(Path(place))
    if not isinstance(data, dict):
        raise InputError(place, "holds no mapping", "Start with `cues:`, `people:` and so on.")
    named = str(data.get("language", ENGLISH))
    if not (FOLDER / named).is_dir():
        data["language"] = str((Path(place).parent / named).resolve())
    return lexicon_from(data, place=place)


def lexicon_from(data: dict[str, Any], *, place: str = "speakers") -> Lexicon:
    """Return the lexicon described by a mapping of the same form as the YAML file."""
    if unknown := sorted(set(data) - SECTIONS):
        raise InputError(place, f"unknown section {unknown[0]}", f"Use {sorted(SECTIONS)}.")
    people: dict[str, Person] = {}
    for entry in data.get("people", []):
        aliases = tuple(entry.get("aliases", []))
        fields = [str(entry.get(key, "")) for key in ("role", "of", "gender")]
        person = Person(entry["name"], aliases, *fields)
        for alias in (person.name, *aliases):
            people.setdefault(alias, person)
    bodies: dict[str, str] = {}
    for entry in [*data.get("organisations", []), *data.get("states", [])]:
        for alias in (entry["name"], *entry.get("aliases", [])):
            bodies.setdefault(alias, entry["name"])
    states = [state for state in data.get("states", []) if state.get("adjective")]
    outlets = [body["name"] for body in data.get("organisations", []) if body.get("outlet")]
    honorifics = {
        form: gender for gender, forms in data.get("honorifics", {}).items() for form in forms
    }
    language = read_language(str(data.get("language", ENGLISH)))
    return Lexicon(
        language=language,
        cues=cues_from(data, language, place=place),
        people=people,
        bodies=bodies,
        roles={role: tuple(forms) for role, forms in data.get("roles", {}).items()},
        titles=tuple(words_listed(data.get("titles", ""))),
        groups=tuple(data.get("groups", [])),
        pronouns=frozenset(word.lower() for word in data.get("self", [])),
        outlets=frozenset(outlets),
        adjectives={state["adjective"].lower(): state["name"] for state in states},
        honorifics=honorifics,
        as_written=data.get("spelling") == OF_TEXTS,
    )


def cues_from(data: dict[str, Any], language: Language, *, place: str) -> dict[str, Cue]:
    """Return every surface form of every cue with its reading; the first reading listed stays."""
    forms: dict[str, Cue] = {}
    irregular = data.get("irregular", {})
    for group in data.get("cues", []):
        stance, kind = stance_and_kind(group, place)
        addressee, needs = bool(group.get("addressee")), str(group.get("needs", ""))
        naming = bool(group.get("naming"))
        for lemma in words_listed(group["verbs"]):
            quoting = lemma in language.verbs_of_quoting
            for form, shape in forms_of_verb(lemma, irregular, language):
                cue = Cue(lemma, shape, stance, kind, addressee, needs, naming, quoting=quoting)
                forms[form] = with_act(forms[form], cue) if form in forms else cue
    for group in data.get("nouns", []):
        stance, kind = stance_and_kind(group, place)
        for word in words_listed(group["words"]):
            verb = forms.get(word)
            forms[word] = verb._replace(noun=True) if verb else Cue(word, "noun", stance, kind)
    for entry in data.get("phrases", []):
        stance, kind = stance_and_kind({"kind": "report", **entry}, place)
        forms.setdefault(entry["phrase"], Cue(entry["phrase"], "phrase", stance, kind))
    for entry in data.get("adverbs", []):
        stance, kind = stance_and_kind({"kind": "report", **entry}, place)
        for word in words_listed(entry["words"]):
            forms.setdefault(word, Cue(word, "adverb", stance, kind))
    return forms


def with_act(first: Cue, later: Cue) -> Cue:
    """Return the first reading of a form, which stays, joined with one listed as an act later.

    An act needs no clause that a later reading does without.
    """
    if later.kind != "act" or not first.needs or later.needs == "that":
        return first
    if first.kind == "act" and first.needs != "that":
        return first if later.needs else later
    if first.act is None or not later.needs:
        return first._replace(act=later)
    return first


def stance_and_kind(group: dict[str, Any], place: str) -> tuple[str, str]:
    """Return stance and kind of a group of cues, or raise InputError when one does not exist."""
    stance, kind = group.get("stance"), group.get("kind")
    if stance not in STANCES or kind not in KINDS:
        raise InputError(
            place,
            f"a group of cues has stance {stance} and kind {kind}",
            f"Use one of {', '.join(STANCES)} and one of {', '.join(KINDS)}.",
        )
    return stance, kind


def words_listed(words: str) -> list[str]:
    """Return the items of a comma-separated list."""
    return [item for word in words.split(",") if (item := " ".join(word.split()))]


def forms_of_verb(
    lemma: str, irregular: dict[str, list[str]], language: Language
) -> list[tuple[str, str]]:
    """Return the forms of a verb with their shapes; only the first word of a phrase changes.

    >>> forms_of_verb("point out", {}, read_language("en"))[1:]
    [('points out', 'finite'), ('pointed out', 'finite'), ('pointing out', 'gerund')]
    """
    verb, space, rest = lemma.partition(" ")
    tail = space + rest
    if verb in language.copula:
        return [(form + tail, "finite") for form in sorted(language.finite_copula)]
    if verb in irregular:
        third, past, participle, gerund = irregular[verb]
    else:
        forms = ("third", "past", "past", "gerund")
        third, past, participle, gerund = (language.inflected(verb, form) for form in forms)
    shapes = {verb: "base", third: "finite", past: "finite", participle: "finite"}
    shapes[gerund] = "gerund"
    if past == verb:
        shapes[verb] = "finite"
    return [(form + tail, shape) for form, shape in shapes.items()]
