#!/usr/bin/env python3
"""The due times of golden.yaml, computed apart from the program that is tested.

The numbers below were taken from the laws (and the notes of authorities), not from the catalogue;
zones are those of zoneinfo, holidays those of the package holidays. Nothing is shared with the Java
code, so an error has to be made twice to stay unseen.

    pip install pyyaml==6.0.3 holidays==0.105 tzdata
    python3 golden_times.py            compares every time of golden.yaml, exit code 1 if one differs
    python3 golden_times.py --write    writes them into golden.yaml

A new case is written with `end: none` (or `due: {step: none}`) and filled by --write.
"""

import re
import sys
from calendar import monthrange
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import yaml

FILE = Path(__file__).with_name("golden.yaml")
HOME = "Europe/Dublin"  # the company's own country, for laws of several places

# duty: (number, unit, zone). "none" where the law has no number. Units: h elapsed hours, d calendar
# days, b business days, m months.
LAWS = {
    "eu-gdpr-33-authority": (72, "h", HOME),
    "eu-eprivacy-611-authority": (24, "h", HOME),
    "eu-nis2-early-warning": (24, "h", HOME),
    "eu-dora-initial": (4, "h", HOME),
    "uk-gdpr-33-authority": (72, "h", "Europe/London"),
    "uk-pecr-5a": [(None, "2025-08-19", 24, "h", "Europe/London"), ("2025-08-20", None, 72, "h", "Europe/London")],
    "us-ca-individuals": [("2026-01-01", None, 30, "d", "America/Los_Angeles")],
    "us-ca-ag": (15, "d", "America/Los_Angeles"),
    "us-ny-individuals": (30, "d", "America/New_York"),
    "us-tx-individuals": (60, "d", "America/Chicago"),
    "us-tx-ag": (30, "d", "America/Chicago"),
    "us-fl-individuals": (30, "d", "America/New_York"),
    "us-fl-ag": (30, "d", "America/New_York"),
    "us-fl-vendor": (10, "d", "America/New_York"),
    "us-co-individuals": (30, "d", "America/Denver"),
    "us-wa-individuals": (30, "d", "America/Los_Angeles"),
    "us-wa-ag": (30, "d", "America/Los_Angeles"),
    "us-de-individuals": (60, "d", "America/New_York"),
    "us-ftc-hbnr": (60, "d", "America/New_York"),
    "us-ftc-safeguards": (30, "d", "America/New_York"),
    "us-sec-8k-105": (4, "b", "America/New_York"),
    "br-lgpd": (3, "b", "America/Sao_Paulo"),
    "co-sic": (15, "b", "America/Bogota"),
    "au-ndb-assessment": (30, "d", "Australia/Sydney"),
    "nz-npb": (72, "h", "Pacific/Auckland"),
    "jp-appi-preliminary": (5, "d", "Asia/Tokyo"),
    "kr-pipa-individuals": (72, "h", "Asia/Seoul"),
    "kr-pipa-authority": (72, "h", "Asia/Seoul"),
    "sg-pdpa-authority": (3, "d", "Asia/Singapore"),
    "in-certin": (6, "h", "Asia/Kolkata"),
    "in-dpdp-board": (72, "h", "Asia/Kolkata"),
    "cn-csir-2025": (4, "h", "Asia/Shanghai"),
    "my-pdpa-authority": (72, "h", "Asia/Kuala_Lumpur"),
    "th-pdpa": (72, "h", "Asia/Bangkok"),
    "vn-pdpl": (72, "h", "Asia/Ho_Chi_Minh"),
    "tr-kvkk-authority": (72, "h", "Europe/Istanbul"),
    "sa-pdpl": (72, "h", "Asia/Riyadh"),
    "il-dsr-11": (72, "h", "Asia/Jerusalem"),
}

# duty: {step: (after, number, unit, zone)}. after: start, met, another step, or a moment.
STEPS = {
    "eu-eprivacy-611-authority": {"second": ("met", 3, "d", HOME)},
    "eu-nis2-early-warning": {
        "notification": ("start", 72, "h", HOME),
        "final-report": ("notification", 1, "m", HOME),
    },
    "eu-dora-initial": {
        "intermediate": ("met", 72, "h", HOME),
        "final": ("intermediate", 1, "m", HOME),
    },
    "eu-cra-14": {
        "notification": ("start", 72, "h", HOME),
        "final-vulnerability": ("met", 14, "d", HOME),
        "final-incident": ("notification", 1, "m", HOME),
    },
    "br-lgpd": {"additional": ("met", 20, "b", "America/Sao_Paulo")},
    "jp-appi-preliminary": {"final": ("start", 60, "d", "Asia/Tokyo")},
    "cn-csir-2025": {"summary": ("met", 30, "d", "Asia/Shanghai")},
    "ru-152fz": {"inquiry": ("start", 72, "h", "Europe/Moscow")},
    "us-ny-dfs-500-17": {
        "payment": ("extortion-paid", 24, "h", "America/New_York"),
        "payment-explanation": ("extortion-paid", 30, "d", "America/New_York"),
    },
}
# Enforcement Rules of the APPI, Art. 8(2): 30 days, and 60 where the purpose was improper.
WITHOUT_ATTACK = {("jp-appi-preliminary", "final"): 30}

YEARS = range(2024, 2031)
HOLIDAYS = {
    "America/New_York": holidays.UnitedStates(years=YEARS),
    # Consciousness Day is national since 2024; Carnival and Corpus Christi are optional days.
    "America/Sao_Paulo": holidays.Brazil(years=YEARS),
    "America/Bogota": holidays.Colombia(years=YEARS),
}


def parse(text):
    return datetime.fromisoformat(str(text).replace("Z", "+00:00")) if isinstance(text, str) else text.replace(tzinfo=timezone.utc)


def add(start, number, unit, zone):
    place = ZoneInfo(zone)
    if unit == "h":
        return (start.astimezone(timezone.utc) + timedelta(hours=number)).astimezone(place)
    wall = start.astimezone(place).replace(tzinfo=None)
    if unit == "d":
        wall += timedelta(days=number)
    elif unit == "m":
        months = wall.year * 12 + wall.month - 1 + number
        year, month = divmod(months, 12)
        wall = wall.replace(year=year, month=month + 1, day=min(wall.day, monthrange(year, month + 1)[1]))
    else:
        free = HOLIDAYS[zone]
        while number > 0:
            wall += timedelta(days=1)
            number -= wall.weekday() < 5 and wall.date() not in free
    return wall.replace(tzinfo=place)


def law(duty, start):
    found = LAWS.get(duty)
    if not isinstance(found, list):
        return found
    for begins, ends, number, unit, zone in found:
        day = start.astimezone(ZoneInfo(zone)).date()
        if (begins is None or day >= date.fromisoformat(begins)) and (ends is None or day <= date.fromisoformat(ends)):
            return number, unit, zone
    return None


def end(case):
    start = parse(case["start"]["at"])
    found = law(case["duty"], start)
    return "none" if found is None else add(start, *found)


def steps(case):
    moments = {key: parse(at) for key, at in case["given"]["moments"].items()}
    met = {key: parse(at) for key, at in case["met"].items()}
    duty = case["duty"]
    clock = ("determined", "classified") if duty in ("us-ny-dfs-500-17", "eu-dora-initial") else ("vendor-told-us", "reasonably-certain")
    started = [moments[key] for key in clock if key in moments]
    due = {}
    for step, (after, number, unit, zone) in STEPS[duty].items():
        if case["given"].get("answers", {}).get("outside-attack") == "no":
            number = WITHOUT_ATTACK.get((duty, step), number)
        if after == "start":
            base = min(started) if started else None
        elif after == "met":
            base = met.get(duty)
        else:
            base = met.get(duty + "/" + after) or moments.get(after)
        due[step] = "none" if base is None else add(base, number, unit, zone)
    return due


def same(written, computed):
    if written == "none" or computed == "none":
        return written == computed
    return parse(written) == computed.astimezone(timezone.utc)


def text(time):
    if time == "none":
        return time
    written = time.isoformat()
    return written[:-6] + "Z" if written.endswith("+00:00") else written


class Loader(yaml.SafeLoader):
    """Leaves yes, no and times as they are written, as YAML 1.2 does."""


Loader.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in resolvers if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")]
    for key, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def main():
    content = FILE.read_text(encoding="utf-8")
    golden = yaml.load(content, Loader)
    wrong = 0
    lines = content.splitlines(keepends=True)
    ends = iter([i for i, line in enumerate(lines) if re.match(r"  end: ", line)])
    for case in [c for c in golden["cases"] + golden["special"] if "end" in c]:
        line, computed = next(ends), end(case)
        if not same(case["end"], computed):
            wrong += 1
            print(case["duty"], case.get("name", ""), "is", case["end"], "computed", text(computed))
            lines[line] = "  end: " + text(computed) + "\n"
    dues = iter([i for i, line in enumerate(lines) if re.match(r"  due: ", line)])
    for case in golden["steps"]:
        line, computed = next(dues), steps(case)
        if case["due"].keys() != computed.keys() or not all(same(case["due"][k], computed[k]) for k in computed):
            wrong += 1
            print(case["duty"], case["name"], "is", case["due"], "computed", {k: text(v) for k, v in computed.items()})
            lines[line] = "  due: {" + ", ".join(k + ": " + text(v) for k, v in computed.items()) + "}\n"
    if "--write" in sys.argv[1:]:
        FILE.write_text("".join(lines), encoding="utf-8")
    print(wrong, "times differ" if wrong != 1 else "time differs")
    return 1 if wrong and "--write" not in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
