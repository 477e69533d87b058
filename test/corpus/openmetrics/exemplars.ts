import { type Case, textCases } from "../case.ts";

/** Exemplars. */
export const EXEMPLARS: readonly Case[] = textCases`
of_counter: An exemplar stands behind the total
| # TYPE a counter
| a_total 1 # {trace_id="KOO5S4vxi0o"} 0.67
| # EOF
> # TYPE a counter
> a_total 1 # {trace_id="KOO5S4vxi0o"} 0.67
> # EOF

of_bucket: An exemplar stands behind its bucket
| # TYPE a histogram
| a_bucket{le="0.01"} 0
| a_bucket{le="0.1"} 8 # {} 0.054
| a_bucket{le="1.0"} 11 # {trace_id="KOO5S4vxi0o"} 0.67
| a_bucket{le="10.0"} 17 # {trace_id="oHg5SJYRHA0"} 9.8 1520879607.789
| a_bucket{le="+Inf"} 17
| a_count 17
| a_sum 324789.3
| # EOF
> # TYPE a histogram
> a_bucket{le="0.01"} 0
> a_bucket{le="0.1"} 8 # {} 0.054
> a_bucket{le="1.0"} 11 # {trace_id="KOO5S4vxi0o"} 0.67
> a_bucket{le="10.0"} 17 # {trace_id="oHg5SJYRHA0"} 9.8 1520879607.789
> a_bucket{le="+Inf"} 17
> a_sum 324789.3
> a_count 17
> # EOF

of_infinite_bucket: The last bucket may have one too
| # TYPE a histogram
| a_bucket{le="1.0"} 1
| a_bucket{le="+Inf"} 2 # {} 1000
| a_count 2
| a_sum 1001
| # EOF
> # TYPE a histogram
> a_bucket{le="1.0"} 1
> a_bucket{le="+Inf"} 2 # {} 1000
> a_sum 1001
> a_count 2
> # EOF

of_gauge_histogram: Buckets of gauge histograms may have exemplars
| # TYPE a gaugehistogram
| a_bucket{le="1.0"} 1 # {b="c"} 0.5
| a_bucket{le="+Inf"} 2
| a_gcount 2
| a_gsum 3
| # EOF
> # TYPE a gaugehistogram
> a_bucket{le="1.0"} 1 # {b="c"} 0.5
> a_bucket{le="+Inf"} 2
> a_gsum 3
> a_gcount 2
> # EOF

behind_timestamp: Both the sample and the exemplar may have a timestamp
| # TYPE a counter
| a_total 1 5 # {b="c"} 0.5 4.5
| # EOF
> # TYPE a counter
> a_total 1 5 # {b="c"} 0.5 4.5
> # EOF

of_labelled_counter: The labels of a sample and of its exemplar are apart
| # TYPE a counter
| a_total{b="c"} 1 # {d="e"} 0.5
| # EOF
> # TYPE a counter
> a_total{b="c"} 1 # {d="e"} 0.5
> # EOF

same_label_as_series: The labels of a sample and of its exemplar are apart
| # TYPE a counter
| a_total{b="c"} 1 # {b="d"} 0.5
| # EOF

with_several_labels: An exemplar has a label set like others
| # TYPE a counter
| a_total 1 # {b="1",c="2",d="3"} 0.5
| # EOF

with_empty_label_value: A value may be empty
| # TYPE a counter
| a_total 1 # {b=""} 0.5
| # EOF

with_escapes: Label values escape as always
| # TYPE a counter
| a_total 1 # {b="\"\\\n"} 0.5
| # EOF
> # TYPE a counter
> a_total 1 # {b="\"\\\n"} 0.5
> # EOF

with_hash_and_braces: Quoted characters mean nothing else
python rejects: A label value is any text (Label)
| # TYPE a counter
| a_total 1 # {b=" # {c=\"}\"} "} 0.5
| # EOF
> # TYPE a counter
> a_total 1 # {b=" # {c=\"}\"} "} 0.5
> # EOF

of_128_characters: Names and values together may have 128 characters
| # TYPE a counter
| a_total 1 # {b="⟨78×127⟩"} 0.5
| # EOF

of_128_characters_outside_ascii: Characters are counted, and not bytes
| # TYPE a counter
| a_total 1 # {b="⟨f0 9f 98 b1×127⟩"} 0.5
| # EOF

of_128_characters_in_two_labels: Names and values together may have 128 characters
| # TYPE a counter
| a_total 1 # {b="⟨78×63⟩",c="⟨78×63⟩"} 0.5
| # EOF

negative_value: What is added to a gauge histogram may be negative
| # TYPE a gaugehistogram
| a_bucket{le="0.0"} 1 # {} -5
| a_bucket{le="+Inf"} 1
| # EOF

timestamp_before_epoch: There was time before the epoch
| # TYPE a counter
| a_total 1 # {} 0.5 -1.5
| # EOF

bad_of_129_characters: Names and values together may have 128 characters
| # TYPE a counter
| a_total 1 # {b="⟨78×128⟩"} 0.5
| # EOF

bad_of_129_characters_in_name: Names count too
| # TYPE a counter
| a_total 1 # {⟨78×128⟩="y"} 0.5
| # EOF

bad_of_129_characters_in_two_labels: Names and values together may have 128 characters
| # TYPE a counter
| a_total 1 # {b="⟨78×63⟩",c="⟨78×64⟩"} 0.5
| # EOF

bad_of_129_characters_outside_ascii: Names and values together may have 128 characters
| # TYPE a counter
| a_total 1 # {b="⟨c3 a9×128⟩"} 0.5
| # EOF

bad_of_gauge: A gauge has no exemplars
| # TYPE a gauge
| a 1 # {b="c"} 0.5
| # EOF

bad_of_unknown: A value of unknown type has no exemplars
| a 1 # {b="c"} 0.5
| # EOF

bad_of_count: Buckets have exemplars, counts have none
| # TYPE a histogram
| a_bucket{le="+Inf"} 1
| a_count 1 # {b="c"} 0.5
| a_sum 0.5
| # EOF

bad_of_sum: Buckets have exemplars, sums have none
| # TYPE a histogram
| a_bucket{le="+Inf"} 1
| a_count 1
| a_sum 0.5 # {b="c"} 0.5
| # EOF

bad_of_created: Totals have exemplars, created times have none
| # TYPE a counter
| a_total 1
| a_created 5 # {b="c"} 0.5
| # EOF

bad_of_quantile: A summary has no exemplars
| # TYPE a summary
| a{quantile="0.5"} 1 # {b="c"} 0.5
| # EOF

bad_of_summary_count: A summary has no exemplars
| # TYPE a summary
| a_count 1 # {b="c"} 0.5
| # EOF

bad_of_info: An info has no exemplars
| # TYPE a info
| a_info 1 # {b="c"} 0.5
| # EOF

bad_of_state: A state has no exemplars
| # TYPE a stateset
| a{a="x"} 1 # {b="c"} 0.5
| # EOF

bad_twice: A sample has one exemplar
| # TYPE a counter
| a_total 1 # {b="c"} 0.5 # {d="e"} 0.5
| # EOF

bad_without_labels: Labels that are not there stand as empty braces
| # TYPE a counter
| a_total 1 # 0.5
| # EOF

bad_without_value: An exemplar has a value
| # TYPE a counter
| a_total 1 # {b="c"}
| # EOF

bad_without_value_but_space: An exemplar has a value
| # TYPE a counter
| a_total 1 # {b="c"}␠
| # EOF

bad_hash_alone: An exemplar has labels and a value
| # TYPE a counter
| a_total 1 #
| # EOF

bad_hash_and_space_alone: An exemplar has labels and a value
| # TYPE a counter
| a_total 1 #␠
| # EOF

bad_without_hash: A hash stands before the exemplar
| # TYPE a counter
| a_total 1 {b="c"} 0.5
| # EOF

bad_without_space_before_hash: A space stands before the hash
| # TYPE a counter
| a_total 1# {b="c"} 0.5
| # EOF

bad_without_space_behind_hash: A space stands behind the hash
| # TYPE a counter
| a_total 1 #{b="c"} 0.5
| # EOF

bad_without_space_before_value: A space stands before the value
| # TYPE a counter
| a_total 1 # {b="c"}0.5
| # EOF

bad_two_spaces_behind_hash: One space stands behind the hash
| # TYPE a counter
| a_total 1 #  {b="c"} 0.5
| # EOF

bad_two_spaces_before_value: One space stands before the value
| # TYPE a counter
| a_total 1 # {b="c"}  0.5
| # EOF

bad_space_last: Nothing stands behind the exemplar
| # TYPE a counter
| a_total 1 # {b="c"} 0.5␠
| # EOF

bad_brace_does_not_end: A brace that begins has to end
| # TYPE a counter
| a_total 1 # {b="c" 0.5
| # EOF

bad_quote_does_not_end: A quote that begins has to end
| # TYPE a counter
| a_total 1 # {b="c} 0.5
| # EOF

bad_comma_last: No comma stands behind the last label
| # TYPE a counter
| a_total 1 # {b="c",} 0.5
| # EOF

bad_label_twice: The names of labels are unique
| # TYPE a counter
| a_total 1 # {b="c",b="d"} 0.5
| # EOF

bad_label_begins_with_digit: A label's name begins with a letter or an underscore
| # TYPE a counter
| a_total 1 # {1b="c"} 0.5
| # EOF

bad_value_word: A value is a number
| # TYPE a counter
| a_total 1 # {b="c"} half
| # EOF

bad_value_hexadecimal: Numbers are decimal
| # TYPE a counter
| a_total 1 # {b="c"} 0x1
| # EOF

bad_value_underscore: Digits are not grouped
| # TYPE a counter
| a_total 1 # {b="c"} 1_0
| # EOF

bad_timestamp_not_a_number: A moment is a real number
| # TYPE a counter
| a_total 1 # {b="c"} 0.5 NaN
| # EOF

bad_timestamp_infinite: A moment is a real number
| # TYPE a counter
| a_total 1 # {b="c"} 0.5 +Inf
| # EOF

bad_timestamp_word: A moment is a number
| # TYPE a counter
| a_total 1 # {b="c"} 0.5 now
| # EOF

bad_timestamp_twice: An exemplar has one timestamp
| # TYPE a counter
| a_total 1 # {b="c"} 0.5 1 2
| # EOF

bad_above_its_bucket: An exemplar is one of the values that its bucket counts
python accepts: The value of an exemplar must be within the range of its bucket (Histogram)
| # TYPE a histogram
| a_bucket{le="1.0"} 1 # {b="c"} 2
| a_bucket{le="+Inf"} 2
| # EOF
`;
