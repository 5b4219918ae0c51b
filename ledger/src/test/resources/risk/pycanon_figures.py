#!/usr/bin/env python3
"""The figures of the risk test table by pyCANON, a published tool for k-anonymity and its kin.

pyCANON (CSIC, Apache License 2.0) finds the equivalence classes and k; this file prepares the
columns and counts the sizes of the classes that it found. Run in this folder with both installed:
`pip install pycanon==1.0.1.post1 pandas && python3 pycanon_figures.py`. It reads people.csv and
accounts.csv and writes

- pycanon-sets.csv     figures of every set of one or two quasi-identifiers of different chains; larger
                       sets take pyCANON very long
- pycanon-figures.csv  figures against the population
- pycanon-session.txt  what computed them
"""

import itertools
import platform

import numpy
import pandas
import pycanon
from pycanon.anonymity import k_anonymity
from pycanon.anonymity.utils.aux_anonymity import get_equiv_class

CHAINS = [
    ["country", "region", "city"],
    ["browser", "browser_version"],
    ["os", "os_version"],
    ["referrer_origin", "referrer"],
    ["organization_id"],
]


def read(name):
    return pandas.read_csv(name, dtype=str, keep_default_na=False)


def columns(chosen):
    """The levels of a set, each together with the coarser ones of its chain."""
    return [
        level
        for chain in CHAINS
        for name in chosen
        if name in chain
        for level in chain[: chain.index(name) + 1]
    ]


def figures(people, chosen):
    sizes = [len(each) for each in get_equiv_class(people, columns(chosen))]
    k = k_anonymity(people, columns(chosen))
    if k != min(sizes) or sum(sizes) != len(people):
        raise ValueError("pyCANON contradicts itself")

    def share(of):
        return sum(of) / len(people)

    return [
        len(sizes),
        k,
        share(size for size in sizes if size == 1),
        len(sizes) / len(people),
        share(size for size in sizes if 1 / size > 0.05),
        share(size for size in sizes if 1 / size > 0.09),
        share(size for size in sizes if 1 / size > 0.33),
    ]


def against(people, accounts):
    """Journalist and marketer: classes over the people who have all fields that both tables have,
    and the same classes among the accounts."""
    shared = ["country", "region", "city", "organization_id"]
    known = people[(people[shared] != "").all(axis=1)]
    both = pandas.concat([known[shared], accounts[shared]], ignore_index=True)
    pairs = []
    for each in get_equiv_class(both, shared):
        in_sample = int((each < len(known)).sum())
        if in_sample > 0:
            pairs.append((in_sample, len(each) - in_sample))
    n = sum(f for f, _ in pairs)

    def share(limit):
        return sum(f for f, whole in pairs if 1 / whole > limit) / n

    return {
        "population": len(accounts),
        "people": n,
        "smallest": min(whole for _, whole in pairs),
        "marketer": sum(f / whole for f, whole in pairs) / n,
        "unique": sum(f for f, whole in pairs if whole == 1) / n,
        "above0.05": share(0.05),
        "above0.09": share(0.09),
        "above0.33": share(0.33),
    }


def main():
    people = read("people.csv")
    accounts = read("accounts.csv")
    people["os_version"] = people["os"]
    people["os"] = people["os"].str.replace(r" *[0-9].*$", "", regex=True)
    people["referrer_origin"] = people["referrer"].str.extract(r"^(https://[^/]*)", expand=False)
    people["referrer_origin"] = people["referrer_origin"].fillna("")
    with open("pycanon-sets.csv", "w") as out:
        out.write("set,classes,smallest,unique,average,above0.05,above0.09,above0.33\n")
        for choice in itertools.product(*[[None] + chain for chain in CHAINS]):
            chosen = [name for name in choice if name]
            if 0 < len(chosen) <= 2:
                numbers = ",".join(repr(number) for number in figures(people, chosen))
                out.write("+".join(chosen) + "," + numbers + "\n")
    with open("pycanon-figures.csv", "w") as out:
        out.write("name,value\n")
        for name, value in against(people, accounts).items():
            out.write(f"{name},{value!r}\n")
    with open("pycanon-session.txt", "w") as out:
        out.write(f"pyCANON {pycanon.__version__}, pandas {pandas.__version__}, numpy ")
        out.write(f"{numpy.__version__}, Python {platform.python_version()}\n")


if __name__ == "__main__":
    main()
