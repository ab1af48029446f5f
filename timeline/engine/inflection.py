"""The simple past and the past participle of English verbs, for headlines."""

from __future__ import annotations

import re

# lemma past participle ; one word where past and participle are the same
IRREGULAR_WORDS = """
arise arose arisen; awake awoke awoken; bear bore borne; beat beat beaten; become became become; befall befell
befallen; begin began begun; bend bent; bet bet; bid bid; bind bound; bite bit bitten; bleed bled; blow blew blown;
break broke broken; breed bred; bring brought; broadcast broadcast; build built; burst burst; buy bought;
cast cast; catch caught; choose chose chosen; cling clung; come came come; cost cost; creep crept; cut cut;
deal dealt; dig dug; do did done; draw drew drawn; drink drank drunk; drive drove driven; eat ate eaten; fall fell
fallen; feed fed; feel felt; fight fought; find found; flee fled; fling flung; fly flew flown; forbid forbade
forbidden; forecast forecast; foresee foresaw foreseen; forget forgot forgotten; forgive forgave forgiven;
forgo forwent forgone; freeze froze frozen; get got; give gave given; go went gone; grind ground; grow grew grown;
hang hung; have had; hear heard; hide hid hidden; hit hit; hold held; hurt hurt; keep kept; kneel knelt;
know knew known; lay laid; lead led; leave left; lend lent; let let; lie lay lain; light lit; lose lost; make made;
mean meant; meet met; mislead misled; mistake mistook mistaken; misunderstand misunderstood; offset offset;
outbid outbid; overcome overcame overcome; overhear overheard; override overrode overridden; overrun overran
overrun; oversee oversaw overseen; overtake overtook overtaken; overthrow overthrew overthrown; pay paid;
put put; quit quit; read read; rebuild rebuilt; redo redid redone; repay repaid; reset reset; retake retook
retaken; rewrite rewrote rewritten; ride rode ridden; ring rang rung; rise rose risen; run ran run; say said;
see saw seen; seek sought; sell sold; send sent; set set; shake shook shaken; shed shed; shine shone; shoot shot;
show showed shown; shrink shrank shrunk; shut shut; sing sang sung; slay slew slain; sink sank sunk; sit sat; sleep slept;
slide slid; speak spoke spoken; speed sped; spend spent; spin spun; spit spat; split split; spread spread;
spring sprang sprung; stand stood; steal stole stolen; stick stuck; sting stung; stink stank stunk; strike struck;
string strung; strive strove striven; swear swore sworn; sweep swept; swell swelled swollen; swim swam swum;
swing swung; take took taken; teach taught; tear tore torn; tell told; think thought; throw threw thrown;
thrust thrust; tread trod trodden; undergo underwent undergone; understand understood; undertake undertook
undertaken; undo undid undone; uphold upheld; upset upset; wake woke woken; wear wore worn; weave wove woven;
wed wed; weep wept; win won; wind wound; withdraw withdrew withdrawn; withhold withheld; withstand withstood;
write wrote written; retell retold; outgrow outgrew outgrown; partake partook partaken; rethink rethought;
resell resold; undercut undercut; spell spelled; learn learned; burn burned; dream dreamed; lean leaned
"""
IRREGULAR = {  # lemma: its simple past and, where that is another word, its participle
    lemma: forms
    for lemma, *forms in (entry.split() for entry in IRREGULAR_WORDS.replace("\n", " ").split(";"))
}
PAST = {lemma: forms[0] for lemma, forms in IRREGULAR.items()}

DOUBLING = re.compile(r"(?:^|[^aeiou])[aeiou][bdgklmnprtvz]$")  # stop, plan: one syllable only
DOUBLED_LONGER = set(
    "admit commit permit submit transmit omit emit refer prefer confer defer deter infer occur recur incur concur "
    "compel expel propel repel control patrol rebel regret equip kidnap program format allot abet acquit".split()
)
BE_PAST = {True: "were", False: "was"}


def past(lemma: str, *, plural: bool = False) -> str:
    """The simple past.

    >>> [past(verb) for verb in ("lift", "sign", "agree", "deny", "stop", "visit", "hold", "be", "permit")]
    ['lifted', 'signed', 'agreed', 'denied', 'stopped', 'visited', 'held', 'was', 'permitted']
    >>> past("be", plural=True), past("panic"), past("co-sign"), past("re-elect")
    ('were', 'panicked', 'co-signed', 're-elected')
    """
    lemma = lemma.lower()
    if lemma == "be":
        return BE_PAST[plural]
    if lemma in PAST:
        return PAST[lemma]
    if "-" in lemma:
        prefix, _, stem = lemma.rpartition("-")
        return f"{prefix}-{past(stem)}"
    if lemma.endswith("e"):
        return lemma + "d"
    if re.search(r"[^aeiou]y$", lemma):
        return lemma[:-1] + "ied"
    if lemma.endswith("c"):
        return lemma + "ked"
    syllables = len(re.findall(r"[aeiouy]+", lemma))
    if lemma in DOUBLED_LONGER or (syllables == 1 and DOUBLING.search(lemma)):
        return lemma + lemma[-1] + "ed"
    return lemma + "ed"


def participle(lemma: str) -> str:
    """The past participle.

    >>> [participle(verb) for verb in ("shoot", "steal", "kill", "hit")]
    ['shot', 'stolen', 'killed', 'hit']
    """
    return IRREGULAR[lemma][-1] if lemma in IRREGULAR else past(lemma)
