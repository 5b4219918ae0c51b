#!/usr/bin/env python3
"""Generates the risk test table and computes its figures, independently of Firebreak.

Python 3, standard library only. Run in this folder: `python3 figures.py`. It writes

- people.csv    the data set: one person a row
- accounts.csv  the population: everybody, of whom the people are a sample
- sets.csv      figures of every set of quasi-identifiers with at most one level a chain
- figures.json  figures against the population, and estimates from the sample alone

Nothing here is shared with the Java code: classes are counted with dictionaries of tuples, shares
are exact fractions, gamma is math.lgamma, and the Pitman model is fitted by a grid that shrinks.
The people are invented.
"""

import csv
import itertools
import json
import math
import random
from collections import Counter
from fractions import Fraction

SEED = 20251109
POPULATION = 3000
PEOPLE = 900
PLACES = {
    "SE": {"AB": ["Stockholm", "Solna"], "M": ["Malmo", "Lund", "Ystad"]},
    "US": {"CA": ["Fresno", "Oakland", "Chico"], "NY": ["Buffalo", "Albany"], "OH": ["Lima"]},
    "PE": {"LMA": ["Lima"], "CUS": ["Cusco"]},
    "FR": {"ARA": ["Lyon", "Grenoble"]},
}
BROWSERS = {"Chrome": [140, 141, 142], "Firefox": [144, 145], "Safari": [18, 26]}
SYSTEMS = ["Windows 10", "Windows 11", "Linux", "Mac OS X 15", "Mac OS X 26"]
LOCALES = ["en-US", "en-GB", "sv-SE", "fr-FR", "es-PE"]

CHAINS = [
    ["country", "region", "city"],
    ["browser", "browser_version"],
    ["os", "os_version"],
    ["referrer_origin", "referrer"],
    ["organization_id"],
]
THRESHOLDS = [("0.05", Fraction(5, 100)), ("0.09", Fraction(9, 100)), ("0.33", Fraction(33, 100))]


def skewed(rng, items):
    """Early items more often: what analytics data look like."""
    return items[min(int(rng.expovariate(1.6)), len(items) - 1)]


def person(rng, number):
    country = skewed(rng, list(PLACES))
    region = skewed(rng, list(PLACES[country]))
    city = skewed(rng, PLACES[country][region])
    browser = skewed(rng, list(BROWSERS))
    version = skewed(rng, BROWSERS[browser])
    site = skewed(rng, ["https://search.example", "https://news.example", "https://forum.example"])
    referrer = site + "/" + skewed(rng, ["", "a", "b?c=1", "d/e", "f"])
    return {
        "user_id": "user-%04d" % number,
        "country": country,
        "region": region if rng.random() > 0.05 else "",
        "city": city if rng.random() > 0.10 else "",
        "browser": browser,
        "browser_version": str(version) if rng.random() > 0.05 else "",
        "os": skewed(rng, SYSTEMS),
        "referrer": referrer if rng.random() > 0.75 else "",
        "organization_id": "org-%02d" % min(int(rng.expovariate(0.4)), 30),
    }


def level(row, name):
    """The value of one level without its coarser ones."""
    if name == "browser_version":
        return row["browser"] + "|" + row["browser_version"]
    if name == "os":
        return "".join(itertools.takewhile(lambda c: not c.isdigit(), row["os"])).rstrip()
    if name == "os_version":
        return row["os"]
    if name == "referrer_origin":
        return row["referrer"].split("/")[2] if row["referrer"] else ""
    return row[name]


def key(row, levels):
    """The values of each level together with those of its chain's coarser ones."""
    parts = []
    for chain in CHAINS:
        for name in levels:
            if name in chain:
                parts.extend(level(row, each) for each in chain[: chain.index(name) + 1])
    return tuple(parts)


def sets():
    choices = [[None] + chain for chain in CHAINS]
    for choice in itertools.product(*choices):
        chosen = [name for name in choice if name]
        if chosen:
            yield chosen


def sizes(rows, levels):
    return Counter(key(row, levels) for row in rows)


def figures(counts):
    people = sum(counts.values())
    row = {
        "classes": len(counts),
        "smallest": min(counts.values()),
        "unique": float(Fraction(sum(n for n in counts.values() if n == 1), people)),
        "average": float(Fraction(len(counts), people)),
    }
    for name, limit in THRESHOLDS:
        above = sum(n for n in counts.values() if Fraction(1, n) > limit)
        row["above" + name] = float(Fraction(above, people))
    return row


def log_choose(n, k):
    if k < 0 or k > n:
        return -math.inf
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def zayatz(histogram, sample, population):
    """P(unique in the population | unique in the sample), and the share of uniques that follows."""
    total = sum(histogram.values())
    weights = {}
    for size, classes in histogram.items():
        drawn = size * math.exp(
            log_choose(population - size, sample - 1) - log_choose(population, sample)
        )
        weights[size] = classes / total * drawn
    conditional = weights[1] / sum(weights.values())
    return conditional, conditional * histogram[1] * (population / sample) / population


def pitman_likelihood(histogram, theta, alpha):
    n = sum(size * classes for size, classes in histogram.items())
    u = sum(histogram.values())
    total = sum(math.log(theta + i * alpha) for i in range(1, u))
    total -= sum(math.log(theta + i) for i in range(1, n))
    for size, classes in histogram.items():
        total += classes * sum(math.log(j - alpha) for j in range(1, size))
    return total


def pitman(histogram, population):
    center, width = (math.log(100.0), 0.5), (math.log(1e4), 0.49)
    for _ in range(40):
        grid = [
            (center[0] + i * width[0] / 4, min(max(center[1] + j * width[1] / 4, 1e-6), 1 - 1e-6))
            for i in range(-4, 5)
            for j in range(-4, 5)
        ]
        center = max(grid, key=lambda g: pitman_likelihood(histogram, math.exp(g[0]), g[1]))
        width = (width[0] * 0.6, width[1] * 0.6)
    theta, alpha = math.exp(center[0]), center[1]
    uniques = math.exp(math.lgamma(theta + 1) - math.lgamma(theta + alpha)) * population**alpha
    return theta, alpha, uniques / population


def write(name, rows):
    with open(name, "w", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main():
    rng = random.Random(SEED)
    everybody = [person(rng, number) for number in range(POPULATION)]
    people = sorted(rng.sample(everybody, PEOPLE), key=lambda row: row["user_id"])
    write("people.csv", people)
    write(
        "accounts.csv",
        [
            {
                "account_id": row["user_id"],
                "country": row["country"],
                "region": row["region"],
                "city": row["city"],
                "organization_id": row["organization_id"],
            }
            for row in everybody
        ],
    )
    write("sets.csv", [{"set": "+".join(s), **figures(sizes(people, s))} for s in sets()])

    finest = [chain[-1] for chain in CHAINS]
    histogram = Counter(sizes(people, finest).values())
    conditional, share = zayatz(histogram, PEOPLE, POPULATION)
    theta, alpha, pitman_share = pitman(histogram, POPULATION)

    shared = ["country", "region", "city", "organization_id"]
    known = [row for row in people if all(row[name] for name in shared)]
    ours = Counter(tuple(row[name] for name in shared) for row in known)
    theirs = Counter(tuple(row[name] for name in shared) for row in everybody)
    against = {
        "people": len(known),
        "smallest": min(theirs[c] for c in ours),
        "marketer": float(sum(Fraction(n, theirs[c]) for c, n in ours.items()) / len(known)),
        "unique": float(Fraction(sum(n for c, n in ours.items() if theirs[c] == 1), len(known))),
    }
    for name, limit in THRESHOLDS:
        above = sum(n for c, n in ours.items() if Fraction(1, theirs[c]) > limit)
        against["above" + name] = float(Fraction(above, len(known)))
    with open("figures.json", "w") as out:
        json.dump(
            {
                "population": POPULATION,
                "against": against,
                "zayatz": {"uniqueGivenUnique": conditional, "share": share},
                "pitman": {"theta": theta, "alpha": alpha, "share": pitman_share},
            },
            out,
            indent=2,
        )
        out.write("\n")


if __name__ == "__main__":
    main()
