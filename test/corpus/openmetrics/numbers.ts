import { type Case, textCases } from "../case.ts";

/** Values and timestamps. */
export const NUMBERS: readonly Case[] = textCases`
integer: A number without a point
| a 17
| # EOF
> # TYPE a unknown
> a 17
> # EOF

leading_zeros: Zeros in front are fine (Numbers)
| a 0042
| # EOF
> # TYPE a unknown
> a 42
> # EOF

negative: Gauges go below zero
| # TYPE a gauge
| a -1.5
| # EOF
> # TYPE a gauge
> a -1.5
> # EOF

plus: A sign may be a plus
| a +1
| # EOF

digits_before_point_alone: Digits may be missing behind the point
| a 5.
| # EOF
> # TYPE a unknown
> a 5
> # EOF

digits_behind_point_alone: Digits may be missing before the point
| a .5
| # EOF
> # TYPE a unknown
> a 0.5
> # EOF

exponent: Scientific notation
| a 1.89e-7
| b 4E+3
| # EOF
> # TYPE a unknown
> a 1.89e-7
> # TYPE b unknown
> b 4000
> # EOF

exponent_of_integer: An exponent needs no point
| a 1e3
| # EOF

exponent_behind_bare_point: Digits may be missing behind the point, before an exponent too
| a 1.e3
| b -.5e+1
| # EOF
> # TYPE a unknown
> a 1000
> # TYPE b unknown
> b -5
> # EOF

negative_zero: Zero may have a sign
| a -0
| # EOF

too_small: What is smaller than any double is zero
| a 1e-400
| # EOF
> # TYPE a unknown
> a 0
> # EOF

largest: The largest double
| a 1.7976931348623157e308
| # EOF
> # TYPE a unknown
> a 1.7976931348623157e+308
> # EOF

smallest: The smallest double
| a 5e-324
| # EOF
> # TYPE a unknown
> a 5e-324
> # EOF

more_digits_than_a_double: Precision may be lost
| a 1341298465647914123
| b 0.1000000000000000055511151231257827
| # EOF
> # TYPE a unknown
> a 1341298465647914200
> # TYPE b unknown
> b 0.1
> # EOF

infinities: Infinity has two words, in any case
| a +Inf
| b -inf
| c INFINITY
| d iNf
| # EOF
> # TYPE a unknown
> a +Inf
> # TYPE b unknown
> b -Inf
> # TYPE c unknown
> c +Inf
> # TYPE d unknown
> d +Inf
> # EOF

not_a_number: NaN in any case
| a NaN
| b nan
| c NAN
| # EOF

bad_nan_with_sign: NaN has no sign
python accepts: The number nan has no sign (ABNF)
| a -NaN
| # EOF

bad_nan_with_plus: NaN has no sign
python accepts: The number nan has no sign (ABNF)
| a +nan
| # EOF

bad_nan_with_payload: NaN is all there is
| a nan(1)
| # EOF

bad_infinit: Infinity has two words
| a Infinit
| # EOF

bad_infinity_sign: Infinity is a word
| a ∞
| # EOF

bad_value_too_large: A number fits into 64 bits (Numbers)
python accepts: Numbers must fit within the range of 64 bits (Numbers)
| a 1e400
| # EOF

bad_hexadecimal: Numbers are decimal
| a 0x1F
| # EOF

bad_hexadecimal_exponent: Numbers are decimal
| a 0x1p-3
| # EOF

bad_octal: Numbers are decimal
| a 0o17
| # EOF

bad_binary: Numbers are decimal
| a 0b11
| # EOF

bad_underscore: Digits are not grouped
| a 1_000
| # EOF

bad_comma_in_number: Digits are not grouped
| a 1,000
| # EOF

bad_comma_for_point: The point is a point
| a 1,5
| # EOF

bad_two_points: A number has one point
| a 1.2.3
| # EOF

bad_point_alone: A number has digits
| a .
| # EOF

bad_sign_alone: A number has digits
| a -
| # EOF

bad_two_signs: A number has one sign
| a --1
| # EOF

bad_sign_apart: A sign stands at its number
| a - 1
| # EOF

bad_exponent_alone: A number has digits
| a e5
| # EOF

bad_exponent_without_digits: An exponent has digits
| a 1e
| # EOF

bad_exponent_without_digits_but_sign: An exponent has digits
| a 1e+
| # EOF

bad_exponent_with_point: An exponent is whole
| a 1e1.5
| # EOF

bad_exponent_behind_point_alone: A number has digits
| a .e5
| # EOF

bad_no_break_space_behind_value: A space is that of ASCII
| a 1⟨c2 a0⟩
| # EOF

bad_no_break_space_before_value: A space is that of ASCII
| a⟨c2 a0⟩1
| # EOF

bad_vertical_tab_behind_value: A space is that of ASCII
| a 1⟨0b⟩
| # EOF

bad_two_exponents: A number has one exponent
| a 1e5e5
| # EOF

bad_unit_in_number: A number is a number
| a 1s
| # EOF

bad_suffix_of_type: A number is a number
| a 1n
| # EOF

bad_percent: A number is a number
| a 50%
| # EOF

bad_word: A number is a number
| a true
| # EOF

bad_null: A number is a number
| a null
| # EOF

bad_quoted_number: A number has no quotes
| a "1"
| # EOF

bad_other_digits: Digits are those of ASCII
python accepts: A number has DIGITs, which are 0 to 9 (ABNF)
| a ١٢
| # EOF

bad_wide_digits: Digits are those of ASCII
python accepts: A number has DIGITs, which are 0 to 9 (ABNF)
| a １２
| # EOF

bad_fraction_sign: Fractions are decimal
| a ½
| # EOF

timestamp: Seconds since the epoch
| # TYPE a gauge
| a 1 1520879607
| # EOF
> # TYPE a gauge
> a 1 1520879607
> # EOF

timestamp_with_milliseconds: Seconds have fractions
| # TYPE a gauge
| a 1 1520879607.789
| # EOF
> # TYPE a gauge
> a 1 1520879607.789
> # EOF

timestamp_with_nanoseconds: Seconds have fractions of any length
| # TYPE a gauge
| a 1 1604676851.123456789
| # EOF

timestamp_zero: The epoch is a moment
| a 1 0
| # EOF
> # TYPE a unknown
> a 1 0
> # EOF

timestamp_negative: There was time before the epoch
| a 1 -1.5
| # EOF
> # TYPE a unknown
> a 1 -1.5
> # EOF

timestamp_with_exponent: An exponent is only discouraged
| a 1 1.5e9
| # EOF
> # TYPE a unknown
> a 1 1500000000
> # EOF

timestamp_of_some_series: Series need not agree about having timestamps
| # TYPE a gauge
| a{b="1"} 1 5
| a{b="2"} 1
| # EOF

timestamps_ascend: A series may have several points
| # TYPE a gauge
| a 17 123
| a 18 456
| # EOF
> # TYPE a gauge
> a 17 123
> a 18 456
> # EOF

bad_timestamp_nan: A moment is a real number
| a 1 NaN
| # EOF

bad_timestamp_infinite: A moment is a real number
| a 1 +Inf
| # EOF

bad_timestamp_too_large: A moment fits into 64 bits
| a 1 1e400
| # EOF

bad_timestamp_hexadecimal: Numbers are decimal
| a 1 0x5
| # EOF

bad_timestamp_underscore: Digits are not grouped
| a 1 1_520
| # EOF

bad_timestamp_is_a_date: A moment is a number
| a 1 2018-03-12T18:33:27Z
| # EOF

bad_timestamp_word: A moment is a number
| a 1 now
| # EOF

bad_timestamp_twice: A sample has one timestamp
| a 1 2 3
| # EOF

bad_space_behind_timestamp: Nothing stands behind the timestamp
| a 1 2␠
| # EOF

bad_two_spaces_before_timestamp: One space stands before the timestamp
| a 1  2
| # EOF

bad_tab_before_timestamp: A space separates, and no tab
| a 1␉2
| # EOF

bad_timestamps_descend: Points of a series ascend in time
| # TYPE a gauge
| a 1 456
| a 2 123
| # EOF

bad_timestamps_descend_by_fraction: Points of a series ascend in time, however little
| # TYPE a gauge
| a 1 100.5
| a 2 100.25
| # EOF

bad_timestamps_equal: Two points of a series have two times
python accepts: Points of a metric must have ascending timestamps (MetricPoint)
| # TYPE a gauge
| a 1 123
| a 2 123
| # EOF

bad_timestamp_missing_second: Points of a series agree about having timestamps
| # TYPE a gauge
| a 1 123
| a 2
| # EOF

bad_timestamp_missing_first: Points of a series agree about having timestamps
| # TYPE a gauge
| a 1
| a 2 123
| # EOF
`;
