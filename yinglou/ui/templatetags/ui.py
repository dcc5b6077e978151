"""The components as template tags. One hand draws them all; pages do not restyle them."""

import json
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from yinglou.kernel import clock
from yinglou.kernel.actors import called
from yinglou.kernel.columns import Cell
from yinglou.kernel.money import Money
from yinglou.kernel.pages import new_request_key
from yinglou.kernel.states import badge_of
from yinglou.kernel.values import mask_phone
from yinglou.ui import figures

register = template.Library()
TONES = ("indigo", "teal", "orange", "pink", "azure", "purple", "green", "yellow", "red", "lime")
EMPTY = "—"
HOUR_S = 3600
ROOM_FOR_TWO = 28  # pixels: below, a disc shows one character


# ------------------------------------------------------------------ icons


@cache
def _drawing(name: str) -> str:
    file = Path(settings.NPM_ROOT) / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
    if not file.is_file() and not (settings.DEBUG or getattr(settings, "TESTING", False)):
        return ""  # in the shop a page without a picture is better than no page
    text = file.read_text(encoding="utf-8")
    return text[text.index("<path") : text.rindex("</svg>")].strip()


@register.simple_tag
def icon(name: str, size: int = 18) -> SafeString:
    """An outline icon as inline SVG; an unknown name is an error that a test finds."""
    if not name:
        return SafeString("")
    return format_html(
        '<svg class="ic" width="{0}" height="{0}" viewBox="0 0 24 24" fill="none" '
        'stroke="currentColor" stroke-width="1.75" stroke-linecap="round" '
        'stroke-linejoin="round" aria-hidden="true">{1}</svg>',
        size,
        mark_safe(_drawing(name)),  # noqa: S308 a file of the icon set
    )


# ------------------------------------------------------------------ values


@register.filter
def money(value: Any) -> str:
    """Fen or `Money` as ¥1,234.50."""
    if value is None or value == "":
        return EMPTY
    return str(value if isinstance(value, Money) else Money(int(value)))


@register.filter
def money_plain(value: Any) -> str:
    """The same without the symbol, for columns whose head says the unit."""
    return EMPTY if value is None or value == "" else money(value).replace("¥", "")


@register.filter
def money_short(value: Any) -> str:
    """For cards: 12.36 万; the exact amount stands in the title."""
    return figures.short(int(value.minor if isinstance(value, Money) else value or 0))


@register.filter
def money_words(value: Any) -> str:
    """For paper: 人民币壹仟捌佰元整."""
    return figures.in_words(int(value.minor if isinstance(value, Money) else value))


@register.filter
def day(value: Any) -> str:
    """A date in a table: 11-21 this year, 2027-05-02 otherwise."""
    if not value:
        return EMPTY
    found = timezone.localtime(value).date() if isinstance(value, datetime) else value
    this_year = found.year == clock.today().year and get_language() != "en"
    return f"{found:%m-%d}" if this_year else f"{found:%Y-%m-%d}"


@register.filter
def day_long(value: Any) -> str:
    """A date in a sentence: 11月21日 周六."""
    return figures.long_day(value) if value else EMPTY


@register.filter
def clock_time(value: Any) -> str:
    return f"{timezone.localtime(value):%H:%M}" if value else EMPTY


@register.filter
def moment(value: Any) -> str:
    """A date with its time: 今天 14:30, 昨天 09:00, 11-05 10:12."""
    if not value:
        return EMPTY
    local = timezone.localtime(value)
    ago_days = (clock.today() - local.date()).days
    words = {0: _("Today"), 1: _("Yesterday"), -1: _("Tomorrow")}
    return f"{words.get(ago_days) or day(value)} {local:%H:%M}"


@register.filter
def who(name: Any) -> str:
    """The name of who acted; a module that acts by itself is the system."""
    return called(str(name or ""))


@register.filter
def ago(value: Any) -> str:
    """3 分钟前; after an hour the moment itself."""
    seconds = (clock.now() - value).total_seconds() if value else 0
    if not value or not 0 <= seconds < 3600:
        return moment(value)
    minutes = int(seconds // 60)
    if not minutes:
        return _("Just now")
    return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}


@register.filter
def masked(value: Any) -> str:
    return mask_phone(str(value or ""))


@register.filter
def basis_points(value: Any) -> str:
    """1250 ten-thousandths as 12.5%."""
    return EMPTY if value is None else f"{int(value) / 100:g}%"


@register.filter
def minutes_long(value: Any) -> str:
    """270 as 4 小时 30 分."""
    hours, rest = divmod(int(value or 0), 60)
    parts = [_("%(n)s h") % {"n": hours}] if hours else []
    parts += [_("%(n)s min") % {"n": rest}] if rest or not hours else []
    return " ".join(parts)


# ------------------------------------------------------------------ components


@register.inclusion_tag("ui/parts/cell.html")
def cell(shown: Cell, plain: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002 a template flag
    """A value of a row, drawn by its kind; `plain` leaves the money symbol to the head."""
    return {"cell": shown, "plain": plain}


@register.inclusion_tag("ui/parts/badge.html")
def badge(shown: Any, field: str = "state", testid: str = "") -> dict[str, Any]:
    """A state: of a cell, a `Badge`, or a row with a state column."""
    found = badge_of(shown, field) if hasattr(shown, "_meta") else shown
    code = getattr(found, "code", None) or getattr(found, "value", "")
    label = getattr(found, "label", None) or getattr(found, "text", "")
    outline = getattr(found, "outline", getattr(found, "kind", "") == "payment_state")
    return {"code": code, "label": label, "tone": found.tone or "neutral", "icon": found.icon,
            "outline": outline, "testid": testid}  # fmt: skip


@register.inclusion_tag("ui/parts/person.html")
def person(name: str, size: int = 24, bare: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002
    """A person as a disc with the last one or two characters of the name, and the name."""
    text = str(name or "")
    short = text.split("/")[0].strip()
    tone = TONES[sum(map(ord, text)) % len(TONES)]
    return {
        "name": text,
        "initials": short[-2:] if size >= ROOM_FOR_TWO else short[-1:],
        "tone": tone,
        "size": size,
        "bare": bare,
    }


@register.inclusion_tag("ui/parts/kpi.html")
def kpi(
    label: Any, value: Any, url: str = "", delta: Any = "", note: Any = "", spark: Any = None,
    unit: Any = "", tone: str = "indigo", testid: str = "",
) -> dict[str, Any]:  # fmt: skip
    """A figure that leads to the list behind it."""
    points = figures.spark_points(spark or ())
    return {"label": label, "value": value, "url": url, "delta": delta, "note": note,
            "unit": unit, "points": points, "tone": tone, "testid": testid}  # fmt: skip


@register.inclusion_tag("ui/parts/chart.html")
def chart(name: str, option: Any, label: str = "", table_url: str = "") -> dict[str, Any]:
    """An ECharts chart: its option travels as JSON, the colours come from the tokens."""
    return {"name": name, "option": option, "label": label, "table_url": table_url}


@register.inclusion_tag("ui/parts/empty.html")
def empty(icon_name: str, sentence: Any, url: str = "", action: Any = "") -> dict[str, Any]:
    """Nothing here yet: what this is, and the one thing to do."""
    return {"icon": icon_name, "sentence": sentence, "url": url, "action": action}


@register.inclusion_tag("ui/parts/steps.html")
def steps(stations: Any) -> dict[str, Any]:
    """A document's way from order to hand-over."""
    return {"steps": stations}


@register.inclusion_tag("ui/parts/field.html")
def field(bound: Any, testid: str = "", label: Any = "", hint: Any = "") -> dict[str, Any]:
    """A form field: label above, help and error below, linked for the screen reader."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", type(widget).__name__.lower())
    attrs: dict[str, Any] = {"class": _control_class(kind)}
    described = [f"{bound.auto_id}-hint"] if hint or bound.help_text else []
    if bound.errors:
        attrs["class"] += " is-invalid"
        attrs["aria-invalid"] = "true"
        described.append(f"{bound.auto_id}-error")
    if described:
        attrs["aria-describedby"] = " ".join(described)
    attrs["data-testid"] = testid or f"form-{bound.html_name}"
    return {"bound": bound, "control": bound.as_widget(attrs=attrs), "kind": kind,
            "label": label or bound.label, "hint": hint or bound.help_text,
            "unit": widget.attrs.get("data-unit", ""),
            "is_money": widget.attrs.get("data-kind") == "money"}  # fmt: skip


def _control_class(kind: str) -> str:
    if kind in ("checkbox", "radio"):
        return "form-check-input"
    return "form-select" if "select" in kind else "form-control"


@register.inclusion_tag("ui/parts/conflict.html")
def conflict(sentence: Any, reasons: Any = (), options: Any = ()) -> dict[str, Any]:
    """Why it cannot be, rule by rule, and the nearest ways out."""
    return {"sentence": sentence, "reasons": reasons, "options": options}


@register.inclusion_tag("ui/parts/hold_timer.html")
def hold_timer(until: datetime, extend_url: str = "") -> dict[str, Any]:
    """A hold's countdown, spoken at five, two and one minutes."""
    left = max(0, int((until - clock.now()).total_seconds()))
    return {"left": left, "shown": figures.left(left), "counts": left < HOUR_S,
            "extend_url": extend_url}  # fmt: skip


@register.inclusion_tag("ui/parts/job.html")
def job(row: Any) -> dict[str, Any]:
    """Long work: how far it is."""
    share = 100 * row.done_count // row.total_count if row.total_count else 0
    return {"job": row, "share": share}


@register.simple_tag
def request_key() -> str:
    """A key for a form made by hand: pressed twice, it is carried out once."""
    return new_request_key()


@register.simple_tag(takes_context=True)
def url_with(context: Any, **changes: Any) -> str:
    """This address with some of its questions changed; None takes one away."""
    query = context["request"].GET.dict()
    query.update(changes)
    kept = {key: value for key, value in query.items() if value not in (None, "")}
    return f"?{urlencode(kept)}" if kept else context["request"].path


@register.simple_tag(takes_context=True)
def kept_query(context: Any) -> str:
    """What makes this view of a list: its questions in order, without the page and the peek."""
    query = context["request"].GET.dict()
    return urlencode([(k, v) for k, v in sorted(query.items()) if v and k not in ("page", "peek")])


@register.filter
def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


@register.filter
def is_today(value: date) -> bool:
    return value == clock.today()


@register.filter
def slug(value: Any) -> str:
    """A dotted name as part of an id: `customers.tags` as customers-tags."""
    return str(value).replace(".", "-").replace("_", "-")


@register.filter
def have_errors(editors: Any) -> bool:
    """True if a row of a line editor is wrong, or the rows together are."""
    return any(editor.formset.total_error_count() for editor in editors)


@register.filter
def words(value: Any) -> list[str]:
    """A short list written as words with spaces between, to loop over in a template."""
    return str(value).split()
