import { type Case, protobufCases } from "../case.ts";

/** What messages mean. */
export const MESSAGES: readonly Case[] = protobufCases`
family_without_points: Nothing need be measured
| { 1: "a" 3: 1 }
> # EOF

family_in_parts: Parts of a family are put together
| { 1: "a" 3: 1 4: { 1: { 1: "b" 2: "1" } 2: { 1: 1.0 } } }
| { 1: "c" 3: 1 4: { 2: { 1: 2.0 } } }
| { 1: "a" 3: 1 4: { 1: { 1: "b" 2: "2" } 2: { 1: 3.0 } } }
> # TYPE a gauge
> a{b="1"} 1
> a{b="2"} 3
> # TYPE c gauge
> c 2
> # EOF

type_left_out: A family without type is a counter, whose number is zero
| { 1: "a_total" 4: { 3: { 1: 1.0 } } }
> # TYPE a_total counter
> a_total 1
> # EOF

value_left_out: A value that is not told is zero
| { 1: "a" 3: 1 4: { 2: { } } }
> # TYPE a gauge
> a 0
> # EOF

unit: The unit is told
| { 1: "a_seconds" 3: 1 4: { 2: { 1: 1.0 } } 5: "seconds" }
> # TYPE a_seconds gauge
> # UNIT a_seconds seconds
> a_seconds 1
> # EOF

timestamp: A point has milliseconds
| { 1: "a" 3: 1 4: { 2: { 1: 1.0 } 6: 1520879607789 } }
> # TYPE a gauge
> a 1 1520879607.789
> # EOF

timestamp_negative: There was time before the epoch
| { 1: "a" 3: 1 4: { 2: { 1: 1.0 } 6: -1500 } }
> # TYPE a gauge
> a 1 -1.5
> # EOF

values_beyond_numbers: Doubles may be infinite, or no number
| { 1: "a" 3: 1 4: { 1: { 1: "b" 2: "1" } 2: { 1: inf } } 4: { 1: { 1: "b" 2: "2" } 2: { 1: -inf } } 4: { 2: { 1: nan } } }
> # TYPE a gauge
> a{b="1"} +Inf
> a{b="2"} -Inf
> a NaN
> # EOF

untyped: What has no type has a message too
| { 1: "a" 3: 3 4: { 5: { 1: 42.23 } } }
> # TYPE a unknown
> a 42.23
> # EOF

empty_label_value: A value that is not told is empty
| { 1: "a" 3: 1 4: { 1: { 1: "b" } 2: { 1: 1.0 } } }
> # TYPE a gauge
> a{b=""} 1
> # EOF

label_named_as_object_member: Labels are data, whatever they are called
| { 1: "a" 3: 1 4: { 1: { 1: "constructor" 2: "x" } 1: { 1: "__proto__" 2: "y" } 2: { 1: 1.0 } } }
> # TYPE a gauge
> a{__proto__="y",constructor="x"} 1
> # EOF

counter: A counter has an exemplar and a created time
| { 1: "a_total" 3: 0
|   4: { 3: { 1: 17.0 2: { 1: { 1: "trace_id" 2: "x" } 2: 0.67 3: { 1: 1520879606 2: 100000000 } } 3: { 1: 1520430000 2: 123000000 } } } }
> # TYPE a_total counter
> a_total 17 st@1520430000.123 # {trace_id="x"} 0.67 1520879606.1
> # EOF

created_before_epoch: Nanoseconds count forwards, from the second before
| { 1: "a_total" 3: 0 4: { 3: { 1: 17.0 3: { 1: -2 2: 500000000 } } } }
> # TYPE a_total counter
> a_total 17 st@-1.5
> # EOF

summary: Quantiles, sum and count
| { 1: "a" 3: 2 4: { 4: { 1: 17 2: 324789.3 3: { 1: 0.5 2: 1.5 } 3: { 1: 0.99 2: nan } 4: { 1: 5 } } } }
> # TYPE a summary
> a {count:17,sum:324789.3,quantile:[0.5:1.5,0.99:NaN]} st@5
> # EOF

summary_without_quantiles: Quantiles may be missing
| { 1: "a" 3: 2 4: { 4: { 1: 17 2: 5.0 } } }
> # TYPE a summary
> a {count:17,sum:5,quantile:[]}
> # EOF

classic_histogram: Buckets are cumulative, and the last one may be left out
| { 1: "a" 3: 4 4: { 7: { 1: 5 2: 7.5 3: { 1: 1 2: 0.5 } 3: { 1: 3 2: 1.0 } 15: { 1: 9 } } } }
> # TYPE a histogram
> a {count:5,sum:7.5,bucket:[0.5:1,1.0:3,+Inf:5]} st@9
> # EOF

classic_histogram_with_infinite_bucket: The last bucket may be told, with an exemplar
| { 1: "a" 3: 4 4: { 7: { 1: 5 2: 7.5 3: { 1: 1 2: 0.5 } 3: { 1: 5 2: inf 3: { 2: 2.0 3: { 1: 9 } } } } } }
> # TYPE a histogram
> a {count:5,sum:7.5,bucket:[0.5:1,+Inf:5]} # {} 2 9
> # EOF

classic_histogram_of_fractions: Fractions have fields of their own
| { 1: "a" 3: 4 4: { 7: { 4: 1.75 2: 7.5 3: { 4: 0.5 2: 0.5 } 3: { 4: 1.25 2: 1.0 } } } }
> # TYPE a histogram
> a {count:1.75,sum:7.5,bucket:[0.5:0.5,1.0:1.25,+Inf:1.75]}
> # EOF

fractions_win: A fraction is taken where there is a whole number too
| { 1: "a" 3: 4 4: { 7: { 4: 1.5 1: 9 2: 7.5 3: { 4: 0.5 1: 7 2: 0.5 } } } }
> # TYPE a histogram
> a {count:1.5,sum:7.5,bucket:[0.5:0.5,+Inf:1.5]}
> # EOF

native_histogram: Each bucket is told by what it differs from the one before
| { 1: "a" 3: 4 4: { 7: { 1: 21 2: 7.5 5: 3z 6: 0.001 7: 2
|   9: { 1: 1z 2: 1 } 10: 3z
|   12: { 1: -2z 2: 2 } 12: { 1: 1z 2: 3 } 13: 3z 13: 2z 13: -4z 13: 2z 13: -1z } } }
> # TYPE a histogram
> a {count:21,sum:7.5,schema:3,zero_threshold:0.001,zero_count:2,negative_spans:[1:1],negative_buckets:[3],positive_spans:[-2:2,1:3],positive_buckets:[3,5,1,3,2]}
> # EOF

native_histogram_packed: Repeated numbers may stand together
| { 1: "a" 3: 4 4: { 7: { 1: 8 2: 7.5 5: 0z 12: { 1: 0z 2: 2 } 13: { 3z 2z } } } }
> # TYPE a histogram
> a {count:8,sum:7.5,schema:0,zero_threshold:0,zero_count:0,positive_spans:[0:2],positive_buckets:[3,5]}
> # EOF

native_histogram_half_packed: Packed and single numbers make one list
| { 1: "a" 3: 4 4: { 7: { 1: 14 2: 7.5 5: 0z 12: { 1: 0z 2: 3 } 13: { 3z 2z } 13: 1z } } }
> # TYPE a histogram
> a {count:14,sum:7.5,schema:0,zero_threshold:0,zero_count:0,positive_spans:[0:3],positive_buckets:[3,5,6]}
> # EOF

native_histogram_of_fractions: Fractions are told as they are
| { 1: "a" 3: 4 4: { 7: { 4: 2.75 2: 7.5 5: -4z 6: 0.5 8: 0.25 11: 0.5 9: { 1: 0z 2: 1 } 12: { 1: 7z 2: 2 } 14: { 0.75 1.25 } } } }
> # TYPE a histogram
> a {count:2.75,sum:7.5,schema:-4,zero_threshold:0.5,zero_count:0.25,negative_spans:[0:1],negative_buckets:[0.5],positive_spans:[7:2],positive_buckets:[0.75,1.25]}
> # EOF

native_histogram_without_observations: A span of no buckets tells what kind of histogram it is
| { 1: "a" 3: 4 4: { 7: { 1: 0 2: 0.0 5: 3z 12: { 1: 0z 2: 0 } } } }
> # TYPE a histogram
> a {count:0,sum:0,schema:3,zero_threshold:0,zero_count:0}
> # EOF

native_histogram_with_span_of_none: A span of no buckets moves the one behind it
| { 1: "a" 3: 4 4: { 7: { 1: 4 2: 7.5 5: 0z 12: { 1: 0z 2: 1 } 12: { 1: 2z 2: 0 } 12: { 1: 3z 2: 1 } 13: { 2z 0z } } } }
> # TYPE a histogram
> a {count:4,sum:7.5,schema:0,zero_threshold:0,zero_count:0,positive_spans:[0:1,5:1],positive_buckets:[2,2]}
> # EOF

native_histogram_with_exemplars: Exemplars of native buckets have a list of their own
| { 1: "a" 3: 4 4: { 7: { 1: 1 2: 7.5 5: 0z 12: { 1: 0z 2: 1 } 13: 1z 16: { 1: { 1: "b" 2: "c" } 2: 7.5 3: { 1: 9 } } } } }
> # TYPE a histogram
> a {count:1,sum:7.5,schema:0,zero_threshold:0,zero_count:0,positive_spans:[0:1],positive_buckets:[1]} # {b="c"} 7.5 9
> # EOF

both_histograms: A histogram may have buckets of either kind
| { 1: "a" 3: 4 4: { 7: { 1: 3 2: 7.5 3: { 1: 1 2: 1.0 } 5: 0z 12: { 1: 0z 2: 1 } 13: 3z } } }
> # TYPE a histogram
> a {count:3,sum:7.5,schema:0,zero_threshold:0,zero_count:0,positive_spans:[0:1],positive_buckets:[3],bucket:[1.0:1,+Inf:3]}
> # EOF

schema_alone: A schema alone makes no native histogram
| { 1: "a" 3: 4 4: { 7: { 1: 3 2: 7.5 5: 3z } } }
> # TYPE a histogram
> a {count:3,sum:7.5,bucket:[+Inf:3]}
> # EOF

gauge_histogram: A gauge histogram has a histogram's message
| { 1: "a" 3: 5 4: { 7: { 1: 3 2: -7.5 3: { 1: 1 2: 1.0 } } } }
> # TYPE a gaugehistogram
> a {gcount:3,gsum:-7.5,bucket:[1.0:1,+Inf:3]}
> # EOF

large_counts: Counts may be larger than 32 bits
| { 1: "a" 3: 4 4: { 7: { 1: 9007199254740991 2: 1.0 3: { 1: 4294967296 2: 1.0 } } } }
> # TYPE a histogram
> a {count:9007199254740991,sum:1,bucket:[1.0:4294967296,+Inf:9007199254740991]}
> # EOF

bad_family_without_name: A family has a name
| { 3: 1 4: { 2: { 1: 1.0 } } }

bad_family_with_empty_name: A family has a name
| { 1: "" 3: 1 4: { 2: { 1: 1.0 } } }

bad_empty_family: A family has a name
| { }

bad_type_six: There are six types, from zero
| { 1: "a" 3: 6 4: { 2: { 1: 1.0 } } }

bad_type_negative: There are six types, from zero
| { 1: "a" 3: -1 4: { 2: { 1: 1.0 } } }

bad_family_of_two_types: Parts of a family have one type
| { 1: "a" 3: 1 4: { 2: { 1: 1.0 } } }
| { 1: "a" 3: 3 4: { 5: { 1: 1.0 } } }

bad_point_without_value: A point has a value
| { 1: "a" 3: 1 4: { 1: { 1: "b" 2: "c" } } }

bad_empty_point: A point has a value
| { 1: "a" 3: 1 4: { } }

bad_gauge_with_counter: A gauge has a gauge's value
| { 1: "a" 3: 1 4: { 3: { 1: 1.0 } } }

bad_counter_with_gauge: A counter has a counter's value
| { 1: "a_total" 3: 0 4: { 2: { 1: 1.0 } } }

bad_summary_with_histogram: A summary has a summary's value
| { 1: "a" 3: 2 4: { 7: { 1: 1 2: 1.0 } } }

bad_label_twice: The names of labels are unique
| { 1: "a" 3: 1 4: { 1: { 1: "b" 2: "c" } 1: { 1: "b" 2: "c" } 2: { 1: 1.0 } } }

bad_label_without_name: A label has a name
| { 1: "a" 3: 1 4: { 1: { 2: "c" } 2: { 1: 1.0 } } }

bad_reserved_label: The name is that of the metric
| { 1: "a" 3: 1 4: { 1: { 1: "__name__" 2: "c" } 2: { 1: 1.0 } } }

bad_histogram_with_le: The label is for bounds
| { 1: "a" 3: 4 4: { 1: { 1: "le" 2: "1" } 7: { 1: 1 2: 1.0 } } }

bad_summary_with_quantile: The label is for quantiles
| { 1: "a" 3: 2 4: { 1: { 1: "quantile" 2: "1" } 4: { 1: 1 2: 1.0 } } }

bad_exemplar_label_twice: The names of an exemplar's labels are unique, too
| { 1: "a_total" 3: 0 4: { 3: { 1: 1.0 2: { 1: { 1: "b" 2: "c" } 1: { 1: "b" 2: "d" } 2: 1.0 } } } }

bad_nanoseconds_negative: Nanoseconds are not negative
| { 1: "a_total" 3: 0 4: { 3: { 1: 1.0 3: { 1: 5 2: -1 } } } }

bad_nanoseconds_of_a_second: A second has a billion nanoseconds
| { 1: "a_total" 3: 0 4: { 3: { 1: 1.0 3: { 1: 5 2: 1000000000 } } } }

bad_bounds_descend: Bounds ascend
| { 1: "a" 3: 4 4: { 7: { 1: 5 2: 7.5 3: { 1: 1 2: 2.0 } 3: { 1: 3 2: 1.0 } } } }

bad_bound_twice: Bounds are unique
| { 1: "a" 3: 4 4: { 7: { 1: 5 2: 7.5 3: { 1: 1 2: 1.0 } 3: { 1: 3 2: 1.0 } } } }

bad_bound_behind_infinite_one: Bounds ascend, and nothing is behind infinity
| { 1: "a" 3: 4 4: { 7: { 1: 5 2: 7.5 3: { 1: 5 2: inf } 3: { 1: 5 2: 1.0 } } } }

bad_bound_minus_infinite: Nothing is below the lowest bound
| { 1: "a" 3: 4 4: { 7: { 1: 5 2: 7.5 3: { 1: 1 2: -inf } } } }

bad_bound_not_a_number: A bound is a number
| { 1: "a" 3: 4 4: { 7: { 1: 5 2: 7.5 3: { 1: 5 2: nan } } } }

bad_counts_descend: Counts are cumulative
| { 1: "a" 3: 4 4: { 7: { 1: 5 2: 7.5 3: { 1: 3 2: 1.0 } 3: { 1: 2 2: 2.0 } } } }

bad_count_below_last_bucket: The count is that of all observations
| { 1: "a" 3: 4 4: { 7: { 1: 2 2: 7.5 3: { 1: 3 2: 1.0 } } } }

bad_count_of_infinite_bucket: The last bucket has the count of the whole
| { 1: "a" 3: 4 4: { 7: { 1: 5 2: 7.5 3: { 1: 4 2: inf } } } }

bad_count_negative: Fractions are not negative either
| { 1: "a" 3: 4 4: { 7: { 4: -1.5 2: 7.5 } } }

bad_count_not_a_number: A count is a number
| { 1: "a" 3: 4 4: { 7: { 4: nan 2: 7.5 } } }

bad_count_infinite: Nobody counts to infinity
| { 1: "a" 3: 4 4: { 7: { 4: inf 2: 7.5 3: { 4: inf 2: 1.0 } } } }

bad_bucket_count_infinite: Nobody counts to infinity
| { 1: "a" 3: 4 4: { 7: { 4: 5.0 2: 7.5 3: { 4: inf 2: 1.0 } } } }

bad_bucket_count_not_a_number: A count is a number
| { 1: "a" 3: 4 4: { 7: { 4: 5.0 2: 7.5 3: { 4: nan 2: 1.0 } } } }

bad_schema_nine: Schemas are from -4 to 8
| { 1: "a" 3: 4 4: { 7: { 1: 1 2: 7.5 5: 9z 12: { 1: 0z 2: 1 } 13: 1z } } }

bad_schema_of_custom_bounds: Schemas are from -4 to 8; for others the format has no fields
| { 1: "a" 3: 4 4: { 7: { 1: 1 2: 7.5 5: -53z 12: { 1: 0z 2: 1 } 13: 1z } } }

bad_spans_without_buckets: There are as many buckets as spans say
| { 1: "a" 3: 4 4: { 7: { 1: 1 2: 7.5 5: 0z 12: { 1: 0z 2: 1 } } } }

bad_buckets_without_spans: There are as many buckets as spans say
| { 1: "a" 3: 4 4: { 7: { 1: 1 2: 7.5 5: 0z 13: 1z } } }

bad_span_of_huge_length: There are as many buckets as spans say, whatever they say
| { 1: "a" 3: 4 4: { 7: { 1: 1 2: 7.5 5: 0z 12: { 1: 0z 2: 4294967295 } 13: 1z } } }

bad_span_goes_back: Only the first span may have a negative offset
| { 1: "a" 3: 4 4: { 7: { 1: 2 2: 7.5 5: 0z 12: { 1: 5z 2: 1 } 12: { 1: -2z 2: 1 } 13: 1z 13: 0z } } }

bad_native_bucket_negative: Differences do not go below zero
| { 1: "a" 3: 4 4: { 7: { 1: 1 2: 7.5 5: 0z 12: { 1: 0z 2: 2 } 13: 1z 13: -2z } } }

bad_native_bucket_not_a_number: A count is a number
| { 1: "a" 3: 4 4: { 7: { 4: 1.0 2: 7.5 5: 0z 12: { 1: 0z 2: 1 } 14: nan } } }

bad_native_bucket_infinite: Nobody counts to infinity
| { 1: "a" 3: 4 4: { 7: { 4: 1.0 2: 7.5 5: 0z 12: { 1: 0z 2: 1 } 14: inf } } }

bad_zero_threshold_negative: The zero bucket has a width
| { 1: "a" 3: 4 4: { 7: { 1: 1 2: 7.5 5: 0z 6: -1.0 12: { 1: 0z 2: 1 } 13: 1z } } }

bad_zero_threshold_not_a_number: The zero bucket has a width
| { 1: "a" 3: 4 4: { 7: { 1: 1 2: 7.5 5: 0z 6: nan 12: { 1: 0z 2: 1 } 13: 1z } } }

bad_zero_count_negative: A count is not negative
| { 1: "a" 3: 4 4: { 7: { 1: 1 2: 7.5 5: 0z 8: -1.0 12: { 1: 0z 2: 1 } 13: 1z } } }

bad_packed_number_cut: Packed numbers fill their length
| { 1: "a" 3: 4 4: { 7: { 1: 1 2: 7.5 5: 0z 12: { 1: 0z 2: 1 } 13: { ⟨80⟩ } } } }

bad_packed_double_cut: Packed numbers fill their length
| { 1: "a" 3: 4 4: { 7: { 4: 1.0 2: 7.5 5: 0z 12: { 1: 0z 2: 1 } 14: { ⟨00 00 00⟩ } } } }
`;
