"""The vocabulary of event types: PLOVER's categories, the field's standard (https://github.com/openeventdata/PLOVER)."""

from timeline.dates import gettext_noop

EVENT_TYPES = (
    ("AGREE", gettext_noop("agree")),
    ("CONSULT", gettext_noop("consult")),
    ("SUPPORT", gettext_noop("support")),
    ("COOPERATE", gettext_noop("cooperate")),
    ("AID", gettext_noop("aid")),
    ("YIELD", gettext_noop("yield")),
    ("REQUEST", gettext_noop("request")),
    ("ACCUSE", gettext_noop("accuse")),
    ("REJECT", gettext_noop("reject")),
    ("THREATEN", gettext_noop("threaten")),
    ("PROTEST", gettext_noop("protest")),
    ("SANCTION", gettext_noop("sanction")),
    ("MOBILIZE", gettext_noop("mobilize")),
    ("COERCE", gettext_noop("coerce")),
    ("ASSAULT", gettext_noop("assault")),
)

# Lemmas that tell the category by themselves; a verb or noun that needs its object to be told stays "".
VERBS = {
    "AGREE": "agree ratify conclude accede pledge promise commit concur settle initial",
    "CONSULT": "meet visit discuss consult negotiate tour host confer mediate talk telephone brief receive welcome attend",
    "SUPPORT": "support endorse praise welcome back applaud hail commend recognise recognize congratulate defend "
    "honour honor commemorate celebrate reaffirm sympathise sympathize thank",
    "COOPERATE": "cooperate collaborate sign partner join trade share ally normalise normalize restore reopen",
    "AID": "aid assist donate fund lend grant supply deliver rescue evacuate help shelter feed train finance loan",
    "YIELD": "yield lift ease free resign step_down stand_down give_up back_down hand_over withdraw surrender concede apologise apologize pardon retreat repeal "
    "legalise legalize relent capitulate abdicate cede relinquish disarm amnesty",
    "REQUEST": "request ask urge appeal demand call_for seek propose petition plead invite recommend",
    "ACCUSE": "accuse blame charge condemn criticise criticize denounce allege deplore indict investigate sue slam "
    "convict rebuke censure castigate deride impeach complain probe",
    "REJECT": "reject refuse deny veto decline call_off turn_down rule_out oppose dismiss block postpone cancel defy abandon revoke "
    "suspend boycott renounce rescind",
    "THREATEN": "threaten warn vow menace caution",
    "PROTEST": "protest demonstrate rally walk_out march riot picket",
    "SANCTION": "sanction embargo blockade ban expel downgrade sever deport fine blacklist bar recall",
    "MOBILIZE": "mobilise mobilize deploy mass exercise drill patrol muster conscript arm station",
    "COERCE": "arrest detain imprison jail seize confiscate raid censor repress curfew banish exile sentence execute "
    "annex occupy hang evict besiege overthrow depose oust topple outlaw capture hijack kidnap abduct extradite",
    "ASSAULT": "attack bomb kill shoot shoot_down blow_up invade shell assassinate assault strike murder ambush stab torture "
    "massacre wound storm destroy bombard clash fight gun sink slaughter behead hit crush rape",
}
NOUNS = {
    "AGREE": "agreement accord treaty pact deal memorandum truce ceasefire armistice settlement ratification protocol",
    "CONSULT": "meeting talks summit visit conference negotiation negotiations consultation tour trip dialogue",
    "SUPPORT": "endorsement recognition support praise celebration ceremony commemoration",
    "COOPERATE": "cooperation alliance partnership rapprochement normalisation normalization reunification",
    "AID": "aid assistance donation loan grant rescue evacuation delivery airlift bailout relief",
    "YIELD": "withdrawal surrender resignation release retreat abdication amnesty pardon apology capitulation",
    "REQUEST": "request appeal demand petition proposal invitation",
    "ACCUSE": "accusation allegation complaint condemnation indictment lawsuit trial inquiry investigation",
    "REJECT": "rejection refusal veto boycott denial cancellation",
    "THREATEN": "threat ultimatum warning",
    "PROTEST": "protest demonstration rally riot uprising march unrest revolt mutiny",
    "SANCTION": "sanction sanctions embargo blockade ban expulsion tariff",
    "MOBILIZE": "mobilisation mobilization deployment exercise drill manoeuvre maneuver buildup",
    "COERCE": "arrest detention annexation occupation coup crackdown seizure raid siege execution kidnapping hijacking "
    "purge putsch overthrow imprisonment deportation curfew",
    "ASSAULT": "attack assault bombing invasion war massacre killing shooting assassination murder strike airstrike "
    "battle clash offensive genocide fighting ambush stabbing explosion shelling bombardment",
}


def _by_lemma(table: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for category, lemmas in table.items():
        for lemma in lemmas.split():
            found.setdefault(lemma, category)
    return found


VERB_TYPES = _by_lemma(VERBS)
NOUN_TYPES = _by_lemma(NOUNS)
TELLING_OBJECTS = {
    "launch",
    "sign",
    "conduct",
    "hold",
    "carry",
    "mount",
    "stage",
    "impose",
    "make",
    "announce",
    "reach",
}


def event_type(lemma: str, *, noun: bool = False, object_lemma: str = "", particle: str = "") -> str:
    """The category that a verb, an event noun, or a light verb with its object tells; "" for none.

    A verb with a particle is another verb: "lift off" is no lifting.

    >>> event_type("invade"), event_type("invasion", noun=True), event_type("open")
    ('ASSAULT', 'ASSAULT', '')
    >>> event_type("launch", object_lemma="attack"), event_type("sign", object_lemma="treaty")
    ('ASSAULT', 'AGREE')
    >>> event_type("call", particle="for"), event_type("call"), event_type("lift", particle="off")
    ('REQUEST', '', '')
    """
    lemma, object_lemma = lemma.lower(), object_lemma.lower()
    if noun:
        return NOUN_TYPES.get(lemma, "")
    if lemma in TELLING_OBJECTS and object_lemma in NOUN_TYPES:
        return NOUN_TYPES[object_lemma]
    if f"{lemma}_{particle}" in VERB_TYPES:
        return VERB_TYPES[f"{lemma}_{particle}"]
    return "" if particle and particle not in ("for", "to", "by") else VERB_TYPES.get(lemma, "")
