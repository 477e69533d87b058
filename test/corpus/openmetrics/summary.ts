import { type Case, textCases } from "../case.ts";

/** Summaries. */
export const SUMMARY: readonly Case[] = textCases`
count_sum_and_created: Quantiles may be missing
| # TYPE a summary
| a_count 17.0
| a_sum 324789.3
| a_created 1520430000.123
| # EOF
> # TYPE a summary
> a_sum 324789.3
> a_count 17
> a_created 1520430000.123
> # EOF

quantiles: Each quantile is a label
| # TYPE a summary
| a{quantile="0.5"} 100
| a{quantile="0.99"} 150.0
| a_sum 1000
| a_count 12
| # EOF
> # TYPE a summary
> a{quantile="0.5"} 100
> a{quantile="0.99"} 150
> a_sum 1000
> a_count 12
> # EOF

quantiles_alone: Count and sum may be missing
| # TYPE a summary
| a{quantile="0.95"} 123.7
| a{quantile="0.99"} 150.0
| # EOF

quantiles_in_any_order: Quantiles have no order
| # TYPE a summary
| a{quantile="0.99"} 150
| a{quantile="0.5"} 100
| # EOF

quantiles_behind_count: Samples of a point have no order
| # TYPE a summary
| a_count 1
| a{quantile="0.5"} 100
| a_sum 100
| # EOF

count_alone: A sum may be missing
| # TYPE a summary
| a_count 17
| # EOF

sum_alone: A count may be missing
| # TYPE a summary
| a_sum 17
| # EOF

extreme_quantiles: Zero and one are quantiles
| # TYPE a summary
| a{quantile="0.0"} 1
| a{quantile="1.0"} 2
| # EOF

quantile_without_events: A quantile of nothing is no number
| # TYPE a summary
| a{quantile="0.5"} NaN
| a_sum 0
| a_count 0
| # EOF
> # TYPE a summary
> a{quantile="0.5"} NaN
> a_sum 0
> a_count 0
> # EOF

uncanonical_quantile: Quantiles are not refused for how they are written
| # TYPE a summary
| a{quantile=".50"} 1
| a_sum 1
| a_count 1
| # EOF
> # TYPE a summary
> a{quantile="0.5"} 1
> a_sum 1
> a_count 1
> # EOF

series: Each series has its quantiles
| # TYPE a summary
| a{b="1",quantile="0.5"} 1
| a_sum{b="1"} 1
| a_count{b="1"} 1
| a{b="2",quantile="0.5"} 2
| a_sum{b="2"} 2
| a_count{b="2"} 1
| # EOF
> # TYPE a summary
> a{b="1",quantile="0.5"} 1
> a_sum{b="1"} 1
> a_count{b="1"} 1
> a{b="2",quantile="0.5"} 2
> a_sum{b="2"} 2
> a_count{b="2"} 1
> # EOF

bad_value_without_quantile: A value of a summary is that of a quantile
| # TYPE a summary
| a 1
| # EOF

bad_value_without_quantile_but_labels: A value of a summary is that of a quantile
| # TYPE a summary
| a{b="0.5"} 1
| # EOF

bad_quantile_above_one: Quantiles are from 0 to 1
| # TYPE a summary
| a{quantile="1.5"} 1
| # EOF

bad_quantile_in_percent: Quantiles are from 0 to 1
| # TYPE a summary
| a{quantile="95"} 1
| # EOF

bad_quantile_negative: Quantiles are from 0 to 1
| # TYPE a summary
| a{quantile="-0.5"} 1
| # EOF

bad_quantile_not_a_number: Quantiles are numbers
| # TYPE a summary
| a{quantile="NaN"} 1
| # EOF

bad_quantile_infinite: Quantiles are from 0 to 1
| # TYPE a summary
| a{quantile="+Inf"} 1
| # EOF

bad_quantile_word: Quantiles are numbers
| # TYPE a summary
| a{quantile="median"} 1
| # EOF

bad_quantile_empty: Quantiles are numbers
| # TYPE a summary
| a{quantile=""} 1
| # EOF

bad_quantile_value_negative: What quantiles are estimated from is not negative
| # TYPE a summary
| a{quantile="0.5"} -1
| # EOF

bad_quantile_twice: A point has one value for each quantile
python accepts: Quantiles are a map from a quantile to a value (Summary)
| # TYPE a summary
| a{quantile="0.5"} 1
| a{quantile="0.5"} 2
| # EOF

bad_count_fraction: Counts are whole
| # TYPE a summary
| a_count 1.5
| # EOF

bad_count_negative: Counts are not negative
| # TYPE a summary
| a_count -1
| # EOF

bad_count_not_a_number: Counts are numbers
| # TYPE a summary
| a_count NaN
| # EOF

bad_count_infinite: Counts are whole numbers
| # TYPE a summary
| a_count +Inf
| # EOF

bad_sum_negative: A sum goes up
| # TYPE a summary
| a_sum -1
| # EOF

bad_sum_not_a_number: A sum is a number
| # TYPE a summary
| a_sum NaN
| # EOF

bad_count_twice: A point has one count
python accepts: The label sets of a family are unique (Metric)
| # TYPE a summary
| a_count 1
| a_count 2
| # EOF

summary_then_bucket: A suffix that a type does not have is that of another family
| # TYPE a summary
| a_sum 1
| a_bucket{le="1.0"} 1
| # EOF
> # TYPE a summary
> a_sum 1
> a_count 0
> # TYPE a_bucket unknown
> a_bucket{le="1.0"} 1
> # EOF
`;
