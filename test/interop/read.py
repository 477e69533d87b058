"""Decodes text with the Python client library. Reads documents from stdin, each led by its length in four bytes, and
prints for each a line of JSON: the families, or what is wrong.

    read.py text|openmetrics
"""

import json
import struct
import sys

from prometheus_client import parser
from prometheus_client.openmetrics import parser as openmetrics_parser

PARSERS = {
    "text": parser.text_string_to_metric_families,
    "openmetrics": openmetrics_parser.text_string_to_metric_families,
}


def main():
    parse = PARSERS[sys.argv[1]]
    while head := sys.stdin.buffer.read(4):
        document = sys.stdin.buffer.read(struct.unpack(">I", head)[0])
        print(json.dumps(describe(parse, document)))


def describe(parse, document):
    try:
        text = document.decode("utf-8")
        return [
            [family.name, family.type, family.documentation, family.unit, [describe_sample(s) for s in family.samples]]
            for family in parse(text)
        ]
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def describe_sample(sample):
    exemplar = sample.exemplar
    return [
        sample.name,
        describe_labels(sample.labels),
        describe_number(sample.value),
        describe_time(sample.timestamp),
        exemplar and [
            describe_labels(exemplar.labels),
            describe_number(exemplar.value),
            describe_time(exemplar.timestamp),
        ],
    ]


def describe_labels(labels):
    numbers = ("le", "quantile")
    return [[name, describe_number(value) if name in numbers else value] for name, value in sorted(labels.items())]


def describe_number(value):
    number = float(value)
    return "NaN" if number != number else struct.pack(">d", number).hex()


def describe_time(time):
    return None if time is None else round(float(time) * 1000)


main()
