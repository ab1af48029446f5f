"""The catalogues of the other languages say all that the sources say, and nothing else."""

import re

import pytest
from django.conf import settings

from config import catalogues

LANGUAGES = [file.parts[-3] for file in catalogues.catalogue_files()]
PLACE = re.compile(r"%(?:\(\w+\))?[sd%]|\{\w+\}")
FORMS = {"ru": 3, "ur": 2}
FREE = {"%(ordinal)s"}  # the number of a century: a translation may take %(number)s or %(roman)s


@pytest.fixture(scope="module")
def messages():
    return [message for message in catalogues.messages() if message.id]


@pytest.fixture(params=LANGUAGES)
def catalogue(request):
    return catalogues.read(settings.BASE_DIR / "locale" / request.param / "LC_MESSAGES" / "django.po")


def forms(message) -> tuple[str, ...]:
    return tuple(message.string) if message.pluralizable else (message.string,)


def test_every_language_that_is_offered_has_a_catalogue():
    assert sorted(["en", *LANGUAGES]) == sorted(code for code, _name in settings.LANGUAGES)


def test_every_message_of_the_sources_is_translated(messages, catalogue):
    translated = {(m.id, m.context) for m in catalogue if m.id and catalogues.is_translated(m)}
    missing = [m.id for m in messages if (m.id, m.context) not in translated]
    assert not missing, "run `make messages`, and translate"


def test_no_catalogue_keeps_what_no_source_says(messages, catalogue):
    said = {(m.id, m.context) for m in messages}
    assert not [m.id for m in catalogue if m.id and (m.id, m.context) not in said], "run `make messages`"


def test_a_translation_has_the_places_of_its_message(catalogue):
    for message in catalogue:
        if message.id and message.id not in FREE:
            said = [message.id] if isinstance(message.id, str) else message.id
            allowed = [places(text) for text in said]  # "the one there is" may stand beside "all %d"
            assert all(places(form) in allowed for form in forms(message)), message.id
            assert places(forms(message)[-1]) == allowed[-1], message.id


def places(text: str) -> list[str]:
    return sorted(PLACE.findall(text))


def test_plurals_have_the_forms_of_their_language(catalogue):
    expected = FORMS[catalogue.locale.language]
    assert catalogue.num_plurals == expected
    for message in catalogue:
        if message.id and message.pluralizable:
            assert len(forms(message)) == expected, message.id


def test_the_names_of_languages_are_codes_of_cldr(catalogue):
    assert catalogue.get("en_GB").string == catalogue.locale.language
