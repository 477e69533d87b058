import { type Case, textCases } from "../case.ts";

/** Gauges, counters, state sets, infos and values of unknown type. */
export const TYPES: readonly Case[] = textCases`
gauge: A gauge has one value
| # TYPE a gauge
| a 17.0
| # EOF
> # TYPE a gauge
> a 17
> # EOF

gauge_not_a_number: A gauge may be anything
| # TYPE a gauge
| a NaN
| # EOF
> # TYPE a gauge
> a NaN
> # EOF

gauge_minus_infinite: A gauge may be anything
| # TYPE a gauge
| a -Inf
| # EOF

gauge_then_sum: A suffix that a type does not have is that of another family
| # TYPE a gauge
| a 1
| a_sum 2
| # EOF
> # TYPE a gauge
> a 1
> # TYPE a_sum unknown
> a_sum 2
> # EOF

counter: The value of a counter has a suffix
| # TYPE a counter
| a_total 17.0
| # EOF
> # TYPE a counter
> a_total 17
> # EOF

counter_created: A counter may tell when it began
| # TYPE a counter
| a_total 17.0
| a_created 1520430000.123
| # EOF
> # TYPE a counter
> a_total 17
> a_created 1520430000.123
> # EOF

counter_created_first: Samples of a point have no order
| # TYPE a counter
| a_created 1520430000.123
| a_total 17.0
| # EOF
> # TYPE a counter
> a_total 17
> a_created 1520430000.123
> # EOF

counter_created_with_timestamps: All samples of a point have its time
| # TYPE a counter
| a_total 17.0 1520879607.789
| a_created 1520430000.123 1520879607.789
| # EOF
> # TYPE a counter
> a_total 17 1520879607.789
> a_created 1520430000.123 1520879607.789
> # EOF

counters_created: Each series tells when it began
| # TYPE a counter
| a_total{b="1"} 1
| a_created{b="1"} 100
| a_total{b="2"} 2
| a_created{b="2"} 200
| # EOF
> # TYPE a counter
> a_total{b="1"} 1
> a_created{b="1"} 100
> a_total{b="2"} 2
> a_created{b="2"} 200
> # EOF

counter_infinite: Only NaN is no total
| # TYPE a counter
| a_total +Inf
| # EOF

counter_of_fraction: A total may be any amount
| # TYPE a counter
| a_total 0.5
| # EOF

counter_named_total: The suffix is appended to any name
| # TYPE total counter
| total_total 1
| # EOF

bad_counter_without_suffix: The value of a counter has a suffix
| # TYPE a counter
| a 1
| # EOF

bad_counter_negative: A total begins at 0 and goes up
| # TYPE a counter
| a_total -1
| # EOF

bad_counter_minus_infinite: A total begins at 0 and goes up
| # TYPE a counter
| a_total -Inf
| # EOF

bad_counter_not_a_number: A total is a number
| # TYPE a counter
| a_total NaN
| # EOF

bad_counter_created_alone: A counter has a total
python accepts: A point of a counter must have a total (Counter)
| # TYPE a counter
| a_created 1520430000.123
| # EOF

bad_counter_created_not_a_number: A moment is a real number
python accepts: Created is a timestamp, which is a real number (Counter)
| # TYPE a counter
| a_total 1
| a_created NaN
| # EOF

bad_counter_created_of_other_labels: A counter has a total
python accepts: A point of a counter must have a total (Counter)
| # TYPE a counter
| a_total{b="1"} 1
| a_created{b="2"} 1520430000.123
| # EOF

bad_counter_created_with_other_timestamp: All samples of a point have its time
| # TYPE a counter
| a_total 17.0 1520879607.789
| a_created 1520430000.123
| # EOF

info: The fact is in the labels
| # TYPE a info
| a_info{name="x",version="8.2.7"} 1
| # EOF
> # TYPE a info
> a_info{name="x",version="8.2.7"} 1
> # EOF

info_as_float: One is one
| # TYPE a info
| a_info{version="8.2.7"} 1.0
| # EOF
> # TYPE a info
> a_info{version="8.2.7"} 1
> # EOF

info_without_labels: There may be nothing to tell
| # TYPE a info
| a_info 1
| # EOF

bad_info_zero: The value is always 1
| # TYPE a info
| a_info{version="8.2.7"} 0
| # EOF

bad_info_two: The value is always 1
| # TYPE a info
| a_info{version="8.2.7"} 2
| # EOF

bad_info_not_a_number: The value is always 1
| # TYPE a info
| a_info{version="8.2.7"} NaN
| # EOF

bad_info_without_suffix: The sample of an info has a suffix
| # TYPE a info
| a{version="8.2.7"} 1
| # EOF

bad_info_twice: The label sets of a family are unique
python accepts: The label sets of a family are unique (Metric)
| # TYPE a info
| a_info{version="8.2.7"} 1
| a_info{version="8.2.7"} 1
| # EOF

stateset: A state is a label named as the family
| # TYPE a stateset
| a{a="x"} 0
| a{a="yy"} 1
| a{a="zzz"} 0
| # EOF
> # TYPE a stateset
> a{a="x"} 0
> a{a="yy"} 1
> a{a="zzz"} 0
> # EOF

stateset_of_entities: Other labels tell one set from the other
| # TYPE a stateset
| a{entity="controller",a="x"} 1.0
| a{entity="controller",a="yy"} 0.0
| a{entity="replica",a="x"} 1.0
| a{entity="replica",a="yy"} 1.0
| # EOF
> # TYPE a stateset
> a{entity="controller",a="x"} 1
> a{entity="controller",a="yy"} 0
> a{entity="replica",a="x"} 1
> a{entity="replica",a="yy"} 1
> # EOF

stateset_label_first: The order of labels is free
| # TYPE a stateset
| a{a="x",b="1"} 1
| a{b="1",a="yy"} 0
| # EOF
> # TYPE a stateset
> a{b="1",a="x"} 1
> a{b="1",a="yy"} 0
> # EOF

stateset_all_off: No state need be on
| # TYPE a stateset
| a{a="x"} 0
| # EOF

stateset_empty_state: A state is any text
| # TYPE a stateset
| a{a=""} 1
| # EOF

stateset_state_named_as_object_member: A state is any text
| # TYPE a stateset
| a{a="__proto__"} 1
| a{a="constructor"} 0
| # EOF

stateset_with_timestamps: All states of a point have its time
| # TYPE a stateset
| a{a="x"} 0 5
| a{a="yy"} 1 5
| a{a="x"} 1 6
| a{a="yy"} 0 6
| # EOF
> # TYPE a stateset
> a{a="x"} 0 5
> a{a="yy"} 1 5
> a{a="x"} 1 6
> a{a="yy"} 0 6
> # EOF

bad_stateset_two: A state is on or off
| # TYPE a stateset
| a{a="x"} 2
| # EOF

bad_stateset_half: A state is on or off
| # TYPE a stateset
| a{a="x"} 0.5
| # EOF

bad_stateset_negative: A state is on or off
| # TYPE a stateset
| a{a="x"} -1
| # EOF

bad_stateset_not_a_number: A state is on or off
| # TYPE a stateset
| a{a="x"} NaN
| # EOF

bad_stateset_without_labels: A state is a label named as the family
| # TYPE a stateset
| a 1
| # EOF

bad_stateset_without_state: A state is a label named as the family
| # TYPE a stateset
| a{b="x"} 1
| # EOF

bad_stateset_state_twice: A point has one boolean for each state
python accepts: A point must contain one boolean for each state (StateSet)
| # TYPE a stateset
| a{a="x"} 1
| a{a="x"} 0
| # EOF

unknown: A value whose meaning nobody tells
| # TYPE a unknown
| a 42.23
| # EOF
> # TYPE a unknown
> a 42.23
> # EOF

unknown_like_a_counter: Without a type, a suffix means nothing
| a_total 1
| # EOF
> # TYPE a_total unknown
> a_total 1
> # EOF

unknown_like_a_histogram: Without a type, a suffix means nothing
| a_bucket{le="1.0"} 5
| a_bucket{le="+Inf"} 4
| a_count -1
| # EOF
> # TYPE a_bucket unknown
> a_bucket{le="1.0"} 5
> a_bucket{le="+Inf"} 4
> # TYPE a_count unknown
> a_count -1
> # EOF

unknown_negative: Anything may be of unknown type
| # TYPE a unknown
| a -1
| # EOF
`;
