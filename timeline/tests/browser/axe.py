"""What of a page not everyone can use, as axe finds it."""

from axe_playwright_python.base import AXE_SCRIPT

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # not each place where all is well
}
NOT_COLOURS = RULES | {
    "rules": {"color-contrast": {"enabled": False}, "link-in-text-block": {"enabled": False}}
}
DEFAULT = {"resultTypes": ["violations"]}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}
FADED = """() => document.getAnimations().forEach(one => {
    if (one.effect.getComputedTiming().endTime !== Infinity) one.finish();
})"""


def faults(page, *, within=None, without=(), rules=RULES) -> list[tuple[str, list[str]]]:
    """Rules that are broken, each with the first places. `within` and `without`: parts of the page, as selectors."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.evaluate(FADED)  # colours of links and buttons fade into one another; axe is to see the last
    where = {"include": [[within]] if within else [["html"]], "exclude": [[one] for one in without]}
    found = page.evaluate(
        "([where, rules]) => axe.run(where, rules).then(found => found.violations)", [where, rules]
    )
    return [(broken["id"], [node["html"][:160] for node in broken["nodes"][:3]]) for broken in found]


def faults_in_light_and_dark(page, *, rules=RULES, **where) -> list[tuple]:
    """By all rules in light; in dark by those of colours, which are all that differs. The page stays dark."""
    page.emulate_media(color_scheme="light")
    found = faults(page, rules=rules, **where)
    page.emulate_media(color_scheme="dark")
    return found + [("dark", *fault) for fault in faults(page, rules=COLOURS, **where)]
