import { type Case, textCases } from "../case.ts";

/** Names, labels, values, timestamps and distributions. */
export const SAMPLES: readonly Case[] = textCases`
name_with_colon: Colons are for names that rules make
| job:a:sum 1

name_with_underscores_and_digits: A name has letters, digits and underscores
| _A_1 1

name_of_colons: A colon can begin a name
| :: 1

empty_braces: No labels may stand between braces
| a{} 1
> # TYPE a untyped
> a 1

labels: Labels stand between braces
| a{b="c",D_1="e"} 1
> # TYPE a untyped
> a{D_1="e",b="c"} 1

empty_label_value: A value may be empty
| a{b=""} 1

label_value_with_escapes: Values escape backslashes, quotes and line feeds
| a{b="\\ \" \n"} 1
> # TYPE a untyped
> a{b="\\ \" \n"} 1

label_value_escapes_once: What is unescaped is not looked at again
| a{b="\\n"} 1
> # TYPE a untyped
> a{b="\\n"} 1

label_value_in_other_scripts: A value is any text
| a{b="Größe 花火 😱"} 1
> # TYPE a untyped
> a{b="Größe 花火 😱"} 1

label_value_with_syntax: Quoted characters mean nothing else
| a{b="{c=d},e # } 1"} 1

label_value_with_control_characters: Control characters are characters
| a{b="␀␉␍"} 1

label_named_as_object_member: Labels are data, whatever they are called
| a{constructor="x",toString="y"} 1

quoted_name: With names of any characters, they stand between quotes and braces
go rejects: Text 1.0.0 has quoted names, which older readers do not know
| # HELP "a.b" Help.
| # TYPE "a.b" gauge
| {"a.b",c="d"} 1
> # HELP "a.b" Help.
> # TYPE "a.b" gauge
> {"a.b",c="d"} 1

quoted_label_name: With names of any characters, they stand between quotes
go rejects: Text 1.0.0 has quoted names, which older readers do not know
| a{"b.c"="d"} 1
> # TYPE a untyped
> a{"b.c"="d"} 1

quoted_name_with_escapes: Quoted names escape as values do
go rejects: Text 1.0.0 has quoted names, which older readers do not know
| {"a \"b\" \\ \n"} 1
> # TYPE "a \"b\" \\ \n" untyped
> {"a \"b\" \\ \n"} 1

bare_name_between_braces: A name may stand between braces even if it needs no quotes, and has none
go rejects: Text 1.0.0 has names between braces, which older readers do not know
| {a,b="c"} 1
> # TYPE a untyped
> a{b="c"} 1

bad_empty_quoted_name: A name is not empty
| {""} 1

bad_two_names: A sample has one name
| {"a","b"} 1

bad_name_and_quoted_name: A sample has one name
| a{"b"} 1

bad_labels_without_name: A sample has a name
| {a="b"} 1

bad_name_begins_with_digit: A name begins with a letter, an underscore or a colon
| 1a 1

bad_name_with_dot: Unquoted names have no dots
| a.b 1

bad_name_with_hyphen: Unquoted names have no hyphens
| a-b 1

bad_name_with_umlaut: Unquoted names have letters of ASCII
| größe 1

bad_label_begins_with_digit: A label's name begins with a letter or an underscore
| a{1b="c"} 1

bad_label_with_dot: Unquoted names have no dots
| a{b.c="d"} 1

bad_label_without_name: A label has a name
| a{="b"} 1

bad_label_without_value: A label has a value
| a{b} 1

bad_label_unquoted: A value stands between quotes
| a{b=c} 1

bad_label_in_single_quotes: A value stands between double quotes
| a{b='c'} 1

bad_label_quote_does_not_end: A quote that begins has to end
| a{b="c} 1

bad_label_quote_is_escaped: An escaped quote does not end a value
| a{b="c\"} 1

bad_label_with_line_feed: A line feed within a value is escaped
| a{b="c
| d"} 1

bad_label_with_undefined_escape: There are three escapes in values
| a{b="\t"} 1

bad_label_with_escaped_apostrophe: There are three escapes in values
| a{b="\'"} 1

bad_label_of_bytes: Values are UTF-8
| a{b="⟨ff⟩"} 1

bad_label_cut_within_character: Values are UTF-8
| a{b="⟨e2 82⟩"} 1

bad_label_twice: The names of labels are unique
| a{b="c",b="d"} 1

bad_label_twice_apart: The names of labels are unique, not only among neighbours
| a{b="1",c="2",b="3"} 1

bad_reserved_label: The name is that of the metric
| a{__name__="b"} 1

bad_comma_first: A comma stands behind a label
| a{,b="c"} 1

bad_comma_alone: A comma stands behind a label
| a{,} 1

bad_comma_twice: One comma stands behind a label
| a{b="c",,d="e"} 1

bad_comma_missing: A comma stands between labels
| a{b="c" d="e"} 1

bad_brace_does_not_end: A brace that begins has to end
| a{b="c" 1

bad_brace_does_not_begin: A brace that ends has to begin
| a b="c"} 1

bad_braces_twice: Labels stand together
| a{b="c"}{d="e"} 1

bad_without_value: A sample has a value
| a

bad_without_value_but_labels: A sample has a value
| a{b="c"}

bad_blank_behind_value: Prometheus' library looks for a timestamp behind a blank
| a 1␠

integer: A number without a point
| a 17
> # TYPE a untyped
> a 17

leading_zeros: Zeros in front are fine
| a 0042
> # TYPE a untyped
> a 42

signs: A number may have either sign
| a -1
| b +1
> # TYPE a untyped
> a -1
> # TYPE b untyped
> b 1

point_at_either_end: Digits may be missing on one side of the point
| a 5.
| b .5
> # TYPE a untyped
> a 5
> # TYPE b untyped
> b 0.5

exponents: Scientific notation
| a 1.89e-7
| b 4E+3
> # TYPE a untyped
> a 1.89e-7
> # TYPE b untyped
> b 4000

not_a_number: NaN in any case
| a NaN
| b nan
> # TYPE a untyped
> a NaN
> # TYPE b untyped
> b NaN

infinities: Infinity has two words, in any case
| a +Inf
| b -inf
| c Infinity
| d INF
> # TYPE a untyped
> a +Inf
> # TYPE b untyped
> b -Inf
> # TYPE c untyped
> c +Inf
> # TYPE d untyped
> d +Inf

extremes: The largest and the smallest double
| a 1.7976931348623157e308
| b 5e-324
> # TYPE a untyped
> a 1.7976931348623157e+308
> # TYPE b untyped
> b 5e-324

too_small: What is smaller than any double is zero
| a 1e-400
> # TYPE a untyped
> a 0

counter_negative: Text does not check what a type should mean
| # TYPE a_total counter
| a_total -1

bad_value_too_large: A number fits into 64 bits
| a 1e400

bad_value_word: A number is a number
| a true

bad_value_quoted: A number has no quotes
| a "1"

bad_value_hexadecimal: Numbers are decimal
| a 0x1F

bad_value_hexadecimal_exponent: Numbers are decimal
| a 0x1p-3

bad_value_binary: Numbers are decimal
| a 0b11

bad_value_octal: Numbers are decimal
| a 0o17

bad_value_underscore: Digits are not grouped
| a 1_000

bad_value_comma: The point is a point
| a 1,5

bad_value_two_points: A number has one point
| a 1.2.3

bad_value_point_alone: A number has digits
| a .

bad_value_two_signs: A number has one sign
| a --1

bad_value_exponent_without_digits: An exponent has digits
| a 1e

bad_value_exponent_with_point: An exponent is whole
| a 1e1.5

bad_value_with_unit: A number is a number
| a 1s

bad_value_nan_with_sign: NaN has no sign
| a -NaN

bad_value_nan_with_plus: NaN has no sign
| a +NaN

bad_value_exponent_behind_point_alone: A number has digits
| a .e5

bad_no_break_space_behind_value: A blank is a space or a tab
| a 1⟨c2 a0⟩

bad_vertical_tab_behind_value: A blank is a space or a tab
| a 1⟨0b⟩

bad_value_infinit: Infinity has two words
| a Infinit

bad_value_other_digits: Digits are those of ASCII
| a ١٢

timestamp: Milliseconds since the epoch
| a 1 1520879607789
> # TYPE a untyped
> a 1 1520879607789

timestamp_negative: There was time before the epoch
| a 1 -5
> # TYPE a untyped
> a 1 -5

timestamp_zero: The epoch is a moment
| a 1 0
> # TYPE a untyped
> a 1 0

timestamp_with_plus: A sign may be a plus
| a 1 +5

bad_timestamp_with_fraction: Milliseconds are whole
| a 1 1520879607.789

bad_timestamp_with_exponent: Milliseconds are whole, and written so
| a 1 1e3

bad_timestamp_not_a_number: A moment is a number
| a 1 NaN

bad_timestamp_word: A moment is a number
| a 1 now

bad_timestamp_hexadecimal: Numbers are decimal
| a 1 0x5

bad_timestamp_underscore: Digits are not grouped
| a 1 1_520

bad_timestamp_too_large: A moment fits into 64 bits
| a 1 92233720368547758080

bad_timestamp_one_too_large: A moment fits into 64 bits
| a 1 9223372036854775808

bad_timestamp_one_too_small: A moment fits into 64 bits
| a 1 -9223372036854775809

bad_timestamp_with_two_signs: A number has one sign
| a 1 --5

bad_timestamp_twice: A sample has one timestamp
| a 1 2 3

bad_blank_behind_timestamp: Prometheus' library takes a blank for more text
| a 1 2␠

histogram: Buckets, sum and count
| # TYPE a histogram
| a_bucket{le="0.5"} 1
| a_bucket{le="1"} 1
| a_bucket{le="+Inf"} 3
| a_sum 5
| a_count 3
> # TYPE a histogram
> a_bucket{le="0.5"} 1
> a_bucket{le="1"} 1
> a_bucket{le="+Inf"} 3
> a_sum 5
> a_count 3

histogram_without_infinite_bucket: The count tells the last bucket
| # TYPE a histogram
| a_bucket{le="1"} 1
| a_sum 5
| a_count 3
> # TYPE a histogram
> a_bucket{le="1"} 1
> a_bucket{le="+Inf"} 3
> a_sum 5
> a_count 3

histogram_with_label_behind_bound: The order of labels tells no series from another
| # TYPE a histogram
| a_bucket{le="1",b="c"} 1
| a_bucket{b="c",le="+Inf"} 3
| a_sum{b="c"} 5
| a_count{b="c"} 3
> # TYPE a histogram
> a_bucket{b="c",le="1"} 1
> a_bucket{b="c",le="+Inf"} 3
> a_sum{b="c"} 5
> a_count{b="c"} 3

histograms_by_sample: Series are put together by their labels, wherever their samples stand
| # TYPE a histogram
| a_bucket{b="1",le="+Inf"} 1
| a_bucket{b="2",le="+Inf"} 2
| a_sum{b="1"} 3
| a_sum{b="2"} 4
| a_count{b="1"} 1
| a_count{b="2"} 2
> # TYPE a histogram
> a_bucket{b="1",le="+Inf"} 1
> a_sum{b="1"} 3
> a_count{b="1"} 1
> a_bucket{b="2",le="+Inf"} 2
> a_sum{b="2"} 4
> a_count{b="2"} 2

histogram_bounds_in_other_words: A bound is a number, however it is written
| # TYPE a histogram
| a_bucket{le="1.0"} 1
| a_bucket{le="1e1"} 2
| a_bucket{le="+Inf"} 2
| a_sum 5
| a_count 2
> # TYPE a histogram
> a_bucket{le="1"} 1
> a_bucket{le="10"} 2
> a_bucket{le="+Inf"} 2
> a_sum 5
> a_count 2

histogram_without_type: Without a type, a suffix means nothing
| a_bucket{le="1"} 1
| a_sum 5
> # TYPE a_bucket untyped
> a_bucket{le="1"} 1
> # TYPE a_sum untyped
> a_sum 5

histogram_with_value: A sample without bound says nothing
| # TYPE a histogram
| a 5
| a_bucket{le="+Inf"} 2
| a_sum 5
| a_count 2
> # TYPE a histogram
> a_bucket{le="+Inf"} 2
> a_sum 5
> a_count 2

histogram_with_value_and_bound: Prometheus' library takes any sample with a bound for a bucket
| # TYPE a histogram
| a{le="1"} 1
| a_bucket{le="+Inf"} 2
| a_sum 5
| a_count 2
> # TYPE a histogram
> a_bucket{le="1"} 1
> a_bucket{le="+Inf"} 2
> a_sum 5
> a_count 2

histogram_with_timestamp: A point has the timestamp of its samples
| # TYPE a histogram
| a_bucket{le="+Inf"} 2 7
| a_sum 5 7
| a_count 2 7
> # TYPE a histogram
> a_bucket{le="+Inf"} 2 7
> a_sum 5 7
> a_count 2 7

bad_histogram_count_negative: A count is a number of observations
go accepts: A count counts, and so is never negative (Histograms and summaries)
| # TYPE a histogram
| a_sum 5
| a_count -1

bad_summary_count_negative: A count is a number of observations
go accepts: A count counts, and so is never negative (Histograms and summaries)
| # TYPE a summary
| a_sum 5
| a_count -1

bad_histogram_bound_word: A bound is a number
| # TYPE a histogram
| a_bucket{le="one"} 1

bad_histogram_bound_empty: A bound is a number
| # TYPE a histogram
| a_bucket{le=""} 1

bad_histogram_bound_underscore: Digits are not grouped
| # TYPE a histogram
| a_bucket{le="1_0"} 1

summary: Quantiles, sum and count
| # TYPE a summary
| a{quantile="0.5"} 1
| a{quantile="0.99"} 2
| a_sum 5
| a_count 3
> # TYPE a summary
> a{quantile="0.5"} 1
> a{quantile="0.99"} 2
> a_sum 5
> a_count 3

summary_without_quantiles: Quantiles may be missing
| # TYPE a summary
| a_sum 5
| a_count 3
> # TYPE a summary
> a_sum 5
> a_count 3

summary_without_events: A quantile of nothing is no number
| # TYPE a summary
| a{quantile="0.5"} NaN
| a_sum 0
| a_count 0
> # TYPE a summary
> a{quantile="0.5"} NaN
> a_sum 0
> a_count 0

summary_with_bucket: A summary has no buckets, so that this is another family
| # TYPE a summary
| a_sum 5
| a_count 3
| a_bucket{le="1"} 1
> # TYPE a summary
> a_sum 5
> a_count 3
> # TYPE a_bucket untyped
> a_bucket{le="1"} 1

counter_with_sum: A counter has no sum, so that this is another family
| # TYPE a counter
| a 5
| a_sum 3

bad_summary_quantile_word: A quantile is a number
| # TYPE a summary
| a{quantile="median"} 1

bad_summary_quantile_empty: A quantile is a number
| # TYPE a summary
| a{quantile=""} 1
`;
