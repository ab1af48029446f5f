"""Event nouns told by the verb they stand for: "the collapse of communism" is "communism collapsed"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.engine.clauses import PRENOMINAL, VERBAL
from timeline.engine.grammar import child
from timeline.engine.lexicon import BARRING, DEMANDING, FAILING, PLANNING, words

if TYPE_CHECKING:
    from spacy.tokens import Token

# What somebody or something does: "the death of Lenin".
DOES = {
    "collapse": "collapse", "death": "die", "arrival": "arrive", "departure": "depart", "resignation": "resign",
    "retirement": "retire", "surrender": "surrender", "eruption": "erupt", "disappearance": "disappear",
    "disintegration": "disintegrate", "abdication": "abdicate", "visit": "visit",
}  # fmt: skip
# What is done to somebody or something: "the killing of a doctor".
DONE_TO = {
    "abduction": "abduct", "abolition": "abolish", "acquisition": "acquire", "adoption": "adopt", "annexation": "annex",
    "appointment": "appoint", "approval": "approve", "arrest": "arrest", "assassination": "assassinate",
    "beheading": "behead", "bombing": "bomb", "burning": "burn", "capture": "capture", "closure": "close",
    "completion": "complete", "conquest": "conquer", "construction": "build", "conviction": "convict",
    "creation": "create", "demolition": "demolish", "deportation": "deport", "destruction": "destroy",
    "detention": "detain", "discovery": "discover", "dismissal": "dismiss", "dissolution": "dissolve",
    "establishment": "establish", "execution": "execute", "expulsion": "expel", "finding": "find",
    "formation": "form", "founding": "found", "hijacking": "hijack", "inauguration": "inaugurate",
    "introduction": "introduce", "invasion": "invade", "kidnapping": "kidnap", "killing": "kill",
    "liberation": "liberate", "looting": "loot", "murder": "murder", "nomination": "nominate", "overthrow": "overthrow",
    "poisoning": "poison", "publication": "publish", "purchase": "purchase", "ratification": "ratify",
    "release": "release", "removal": "remove", "rescue": "rescue", "sale": "sell", "sacking": "sack",
    "seizure": "seize", "shooting": "shoot", "signing": "sign", "sinking": "sink", "slaying": "slay",
    "stabbing": "stab", "suspension": "suspend",
}  # fmt: skip
# What is made on somebody or something: "an attack on a bar".
DONE_ON = {"attack": "attack", "raid": "raid"}
# What is held; and what strikes by itself.
GATHERINGS = frozenset(
    "summit meeting conference election referendum hearing talks ceremony rally runoff run-off funeral wedding parade "
    "festival by-election".split()
)
STRIKES = frozenset("earthquake quake hurricane storm cyclone typhoon tornado tsunami".split())
# What a line that tells of a plan does not lose.
AHEAD = frozenset("planned slated scheduled upcoming forthcoming".split())


# Words for those who have to answer "for" what was done; who "called for the release of" somebody has not seen it done.
ANSWERING = words(
    "want seek sentence convict jail imprison arrest blame try trial responsible responsibility punish punishment condemn praise "
    "thank apologise apologize apology know famous revenge retaliation retaliate pay compensation answer"
)
# And what leads "to" what was done, or speaks to it: "led to the arrest of"; not "agreed to the release of".
LEADING = words("lead contribute respond react refer confess admit plead testify")
# Verbs of whose object it is not said that it came about.
OPEN = (
    PLANNING
    | FAILING
    | DEMANDING
    | BARRING
    | words("plot fear oppose attempt discuss consider suspect predict")
)


def _said_to_be_done(noun: Token) -> bool:
    """Whether the sentence holds that what a noun stands for came about: not "called for the release", "planned the bombing"."""
    leads, verb = noun.head, next((above for above in noun.ancestors if above.pos_ in VERBAL), None)
    if any(c.lower_ in ("no", "any") for c in noun.lefts):
        return False
    if noun.dep_ == "pobj" and leads.lower_ in ("for", "against", "to", "toward", "towards"):
        return leads.head.lemma_.lower() in {"for": ANSWERING, "to": LEADING}.get(leads.lower_, ())
    below = noun.dep_ in ("dobj", "nsubjpass") and verb is not None and noun.head.i == verb.i
    return not (below and verb.lemma_.lower() in OPEN)


def _says_more(word: Token, planned: bool) -> bool:
    """Whether a word before a noun would be lost with it: "a | sniper | shooting"."""
    lost = not planned or word.lower_ not in AHEAD
    return word.dep_ in PRENOMINAL and word.dep_ not in ("det", "poss") and lost


def deed_told(noun: Token, dates: set[int], planned: bool) -> tuple[str, Token, Token | None] | None:
    """The verb that a noun stands for, what it was done to (or who did it, of a verb without an object) and, where an object
    stands beside its owner, who did it; None where the noun says more than the verb would ("a sniper shooting")."""
    lemma = noun.lemma_.lower()
    leads = ("on",) if lemma in DONE_ON else ("of",)
    verb = DOES.get(lemma) or DONE_TO.get(lemma) or DONE_ON.get(lemma)
    if verb is None or not planned and not _said_to_be_done(noun):
        return None
    if any(_says_more(c, planned) and c.i not in dates for c in noun.lefts):
        return None
    of = next((c for c in noun.rights if c.lower_ in leads and c.i not in dates), None)
    thing = child(of, "pobj") if of is not None else None
    owner = child(noun, "poss")
    if owner is not None and (owner.tag_ == "PRP$" or owner.i in dates):
        return None
    if lemma in DOES:
        if thing is not None and owner is not None:
            return None
        thing, owner = thing or owner, None
    if thing is None or thing.i in dates or thing.tag_ == "PRP" or thing.pos_ == "NUM":
        return None
    if lemma == "visit" and not any(c.lower_ == "to" for c in noun.rights):
        return None
    return verb, thing, owner
