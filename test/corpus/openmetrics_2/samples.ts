import { type Case, textCases } from "../case.ts";

/** Names, start timestamps and exemplars. */
export const SAMPLES: readonly Case[] = textCases`
empty: A set of metrics may be empty
| # EOF

counter: A family has the name of its samples
| # TYPE a_total counter
| a_total 17.0
| # EOF
> # TYPE a_total counter
> a_total 17
> # EOF

counter_without_total: The suffix is only recommended
| # TYPE a counter
| a 17
| # EOF
> # TYPE a counter
> a 17
> # EOF

counter_with_start: A start timestamp stands behind the value
| # TYPE a_total counter
| a_total 17.0 st@1520430000.123
| # EOF
> # TYPE a_total counter
> a_total 17 st@1520430000.123
> # EOF

counter_with_all: Value, timestamp, start timestamp, exemplar
| # TYPE a_total counter
| a_total 17.0 1520879607.789 st@1520430000.123 # {trace_id="KOO5S4vxi0o"} 0.67 1520879606.1
| # EOF
> # TYPE a_total counter
> a_total 17 1520879607.789 st@1520430000.123 # {trace_id="KOO5S4vxi0o"} 0.67 1520879606.1
> # EOF

counter_with_long_exemplar: Exemplars have no longest length any more
| # TYPE a_total counter
| a_total 17 # {b="⟨78×200⟩"} 0.67 1520879606.1
| # EOF

unit_of_counter: The unit may stand before the suffix
| # TYPE a_seconds_total counter
| # UNIT a_seconds_total seconds
| a_seconds_total 1
| # EOF
> # TYPE a_seconds_total counter
> # UNIT a_seconds_total seconds
> a_seconds_total 1
> # EOF

unit_not_in_name: That the name ends in its unit is only recommended
| # TYPE a gauge
| # UNIT a seconds
| a 1
| # EOF

info: The suffix is part of the name
| # TYPE a_info info
| a_info{version="8.2.7"} 1
| # EOF
> # TYPE a_info info
> a_info{version="8.2.7"} 1
> # EOF

stateset: States are as ever
| # TYPE a stateset
| a{a="x"} 0
| a{a="yy"} 1
| # EOF
> # TYPE a stateset
> a{a="x"} 0
> a{a="yy"} 1
> # EOF

gauge: Gauges are as ever
| # TYPE a gauge
| a -17.5 123
| # EOF
> # TYPE a gauge
> a -17.5 123
> # EOF

without_metadata: A family without type is of unknown type
| a_bucket 42.23
| # EOF
> # TYPE a_bucket unknown
> a_bucket 42.23
> # EOF

quoted_names: Names of any characters stand between quotes
| # TYPE "a.b" gauge
| # HELP "a.b" Help.
| {"a.b","c.d"="e"} 4.5
| # EOF
> # TYPE "a.b" gauge
> # HELP "a.b" Help.
> {"a.b","c.d"="e"} 4.5
> # EOF

needless_quotes: Any name may have quotes
| # TYPE "a" gauge
| {"a","b"="c"} 4.5
| # EOF
> # TYPE a gauge
> a{b="c"} 4.5
> # EOF

escapes_in_quoted_names: Quoted names escape as values do
| {"\"a\".b","c\\"="d\" \n "} 0
| # EOF
> # TYPE "\"a\".b" unknown
> {"\"a\".b","c\\"="d\" \n "} 0
> # EOF

created_is_another_family: Created times are start timestamps now
| # TYPE a_total counter
| a_total 1
| # TYPE a_created gauge
| a_created 5
| # EOF
> # TYPE a_total counter
> a_total 1
> # TYPE a_created gauge
> a_created 5
> # EOF

bad_without_eof: The end must be told
| # TYPE a gauge
| a 1

bad_blank_line: There are no empty lines
| a 1
|
| # EOF

bad_comment: Lines that begin with a hash are metadata or the end
| # A comment.
| # EOF

bad_type_twice: Each piece of metadata stands once
| # TYPE a gauge
| # TYPE a gauge
| a 1
| # EOF

bad_metadata_after_samples: Metadata precede the samples
| # TYPE a gauge
| a 1
| # HELP a Late.
| # EOF

bad_info_without_suffix: The name of an info ends in _info
| # TYPE a info
| a{version="8.2.7"} 1
| # EOF

bad_info_two: The value is always 1
| # TYPE a_info info
| a_info 2
| # EOF

bad_state_two: A state is on or off
| # TYPE a stateset
| a{a="x"} 2
| # EOF

bad_state_without_label: A state is a label named as the family
| # TYPE a stateset
| a{b="x"} 1
| # EOF

bad_counter_negative: A total begins at 0 and goes up
| # TYPE a_total counter
| a_total -1
| # EOF

bad_counter_not_a_number: A total is a number
| # TYPE a_total counter
| a_total NaN
| # EOF

bad_counter_with_composite: A counter has a number
| # TYPE a_total counter
| a_total {count:1,sum:1,quantile:[]}
| # EOF

bad_gauge_with_composite: A gauge has a number
| # TYPE a gauge
| a {count:1,sum:1,quantile:[]}
| # EOF

bad_start_before_timestamp: The timestamp stands before the start timestamp
| # TYPE a_total counter
| a_total 17 st@1520430000.123 1520879607.789
| # EOF

bad_start_behind_exemplar: The exemplar stands behind the start timestamp
| # TYPE a_total counter
| a_total 17 # {} 0.67 1520879606.1 st@1520430000.123
| # EOF

bad_start_twice: A sample has one start timestamp
| # TYPE a_total counter
| a_total 17 st@1 st@1
| # EOF

bad_start_without_number: A start timestamp has a number
| # TYPE a_total counter
| a_total 17 st@
| # EOF

bad_start_not_a_number: A moment is a real number
| # TYPE a_total counter
| a_total 17 st@NaN
| # EOF

bad_start_in_capitals: The mark is in small letters
| # TYPE a_total counter
| a_total 17 ST@5
| # EOF

bad_start_with_space: The mark stands at its number
| # TYPE a_total counter
| a_total 17 st@ 5
| # EOF

bad_two_spaces: One space stands before the value
| # TYPE a gauge
| a  1
| # EOF

bad_quoted_name_without_end: A quote that begins has to end
| {"a.b} 1
| # EOF

bad_empty_quoted_name: A name is not empty
| {""} 1
| # EOF

bad_empty_quoted_label_name: A name is not empty
| a{""="b"} 1
| # EOF

bad_quoted_name_behind_label: The name stands first
| {b="c","a.b"} 1
| # EOF

bad_braces_without_name: A sample has a name
| {b="c"} 1
| # EOF

bad_label_twice: The names of labels are unique, quoted or not
| a{b="c","b"="d"} 1
| # EOF

bad_unquoted_name_with_dot: Unquoted names have no dots
| a.b 1
| # EOF

bad_value_hexadecimal: Numbers are decimal
| a 0x1
| # EOF

bad_series_twice: Points of a series have timestamps
| # TYPE a gauge
| a 1
| a 2
| # EOF

bad_families_interleaved: A family is told in one piece
| # TYPE a gauge
| a{c="1"} 1
| # TYPE b gauge
| b 1
| a{c="2"} 1
| # EOF

bad_timestamps_descend: Points of a series ascend in time
| # TYPE a gauge
| a 1 456
| a 2 123
| # EOF

bad_carriage_return: Lines end with line feeds alone
| a 1␍
| # EOF
`;
