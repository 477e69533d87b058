import { type Case, textCases } from "../case.ts";

/** Histograms and gauge histograms. */
export const HISTOGRAM: readonly Case[] = textCases`
histogram: Buckets, count, sum and created time
| # TYPE a histogram
| a_bucket{le="0.0"} 0
| a_bucket{le="1e-05"} 0
| a_bucket{le="0.0001"} 5
| a_bucket{le="0.1"} 8
| a_bucket{le="1.0"} 10
| a_bucket{le="10.0"} 11
| a_bucket{le="100000.0"} 11
| a_bucket{le="1e+06"} 15
| a_bucket{le="1e+23"} 16
| a_bucket{le="1.1e+23"} 17
| a_bucket{le="+Inf"} 17
| a_count 17
| a_sum 324789.3
| a_created 1520430000.123
| # EOF
> # TYPE a histogram
> a_bucket{le="0.0"} 0
> a_bucket{le="1e-05"} 0
> a_bucket{le="0.0001"} 5
> a_bucket{le="0.1"} 8
> a_bucket{le="1.0"} 10
> a_bucket{le="10.0"} 11
> a_bucket{le="100000.0"} 11
> a_bucket{le="1e+06"} 15
> a_bucket{le="1e+23"} 16
> a_bucket{le="1.1e+23"} 17
> a_bucket{le="+Inf"} 17
> a_sum 324789.3
> a_count 17
> a_created 1520430000.123
> # EOF

infinite_bucket_alone: One bucket is enough
| # TYPE a histogram
| a_bucket{le="+Inf"} 3
| a_count 3
| a_sum 2
| # EOF
> # TYPE a histogram
> a_bucket{le="+Inf"} 3
> a_sum 2
> a_count 3
> # EOF

buckets_without_sum: A sum is only recommended
| # TYPE a histogram
| a_bucket{le="1.0"} 2
| a_bucket{le="+Inf"} 3
| # EOF

uncanonical_bounds: Bounds are not refused for how they are written
| # TYPE a histogram
| a_bucket{le="1"} 2
| a_bucket{le="1.10e1"} 2
| a_bucket{le="0100"} 2
| a_bucket{le="+Inf"} 3
| a_count 3
| a_sum 4
| # EOF
> # TYPE a histogram
> a_bucket{le="1.0"} 2
> a_bucket{le="11.0"} 2
> a_bucket{le="100.0"} 2
> a_bucket{le="+Inf"} 3
> a_sum 4
> a_count 3
> # EOF

counts_as_floats: A whole number may have a point
| # TYPE a histogram
| a_bucket{le="1.0"} 2.0
| a_bucket{le="+Inf"} 3e0
| a_count 3.0
| a_sum 4
| # EOF

count_before_buckets: Only buckets have an order
| # TYPE a histogram
| a_sum 4
| a_count 3
| a_bucket{le="1.0"} 2
| a_bucket{le="+Inf"} 3
| # EOF

buckets_equal: Counts are cumulative, and may stay as they are
| # TYPE a histogram
| a_bucket{le="1.0"} 3
| a_bucket{le="2.0"} 3
| a_bucket{le="+Inf"} 3
| a_count 3
| a_sum 3
| # EOF

negative_bounds_without_sum: Observations may be negative where there is no sum
| # TYPE a histogram
| a_bucket{le="-1.0"} 1
| a_bucket{le="+Inf"} 2
| # EOF
> # TYPE a histogram
> a_bucket{le="-1.0"} 1
> a_bucket{le="+Inf"} 2
> # EOF

two_series: Each series has all buckets
| # TYPE a histogram
| a_bucket{b="1",le="1.0"} 1
| a_bucket{b="1",le="+Inf"} 2
| a_count{b="1"} 2
| a_sum{b="1"} 3
| a_bucket{b="2",le="5.0"} 0
| a_bucket{b="2",le="+Inf"} 0
| a_count{b="2"} 0
| a_sum{b="2"} 0
| # EOF
> # TYPE a histogram
> a_bucket{b="1",le="1.0"} 1
> a_bucket{b="1",le="+Inf"} 2
> a_sum{b="1"} 3
> a_count{b="1"} 2
> a_bucket{b="2",le="5.0"} 0
> a_bucket{b="2",le="+Inf"} 0
> a_sum{b="2"} 0
> a_count{b="2"} 0
> # EOF

two_points: Each point has all buckets
python rejects: A metric may have several points, with ascending timestamps (MetricPoint)
| # TYPE a histogram
| a_bucket{le="1.0"} 1 10
| a_bucket{le="+Inf"} 2 10
| a_count 2 10
| a_sum 3 10
| a_bucket{le="1.0"} 2 20
| a_bucket{le="+Inf"} 3 20
| a_count 3 20
| a_sum 4 20
| # EOF
> # TYPE a histogram
> a_bucket{le="1.0"} 1 10
> a_bucket{le="+Inf"} 2 10
> a_sum 3 10
> a_count 2 10
> a_bucket{le="1.0"} 2 20
> a_bucket{le="+Inf"} 3 20
> a_sum 4 20
> a_count 3 20
> # EOF

bad_without_infinite_bucket: The last bucket has all observations
| # TYPE a histogram
| a_bucket{le="1.0"} 2
| a_count 2
| a_sum 1
| # EOF

bad_without_infinite_bucket_of_one_series: The last bucket of each series has all observations
| # TYPE a histogram
| a_bucket{b="1",le="+Inf"} 2
| a_bucket{b="2",le="1.0"} 2
| # EOF

bad_count_and_sum_alone: A histogram has buckets
| # TYPE a histogram
| a_count 2
| a_sum 1
| # EOF

bad_created_alone: A histogram has buckets
| # TYPE a histogram
| a_created 1
| # EOF

bad_bucket_without_bound: A bucket has a bound
| # TYPE a histogram
| a_bucket 2
| a_bucket{le="+Inf"} 3
| # EOF

bad_bound_empty: A bound is a number
| # TYPE a histogram
| a_bucket{le=""} 2
| a_bucket{le="+Inf"} 3
| # EOF

bad_bound_word: A bound is a number
| # TYPE a histogram
| a_bucket{le="one"} 2
| a_bucket{le="+Inf"} 3
| # EOF

bad_bound_not_a_number: A bound is a number
| # TYPE a histogram
| a_bucket{le="NaN"} 2
| a_bucket{le="+Inf"} 3
| # EOF

bad_bound_hexadecimal: Bounds are decimal
| # TYPE a histogram
| a_bucket{le="0x1"} 2
| a_bucket{le="+Inf"} 3
| # EOF

bad_bound_underscore: Digits are not grouped
python accepts: A bound is written as numbers are, without underscores (Numbers)
| # TYPE a histogram
| a_bucket{le="1_0"} 2
| a_bucket{le="+Inf"} 3
| # EOF

bad_bound_with_space: A bound is a number and nothing else
python accepts: A bound is written as numbers are, without spaces (Numbers)
| # TYPE a histogram
| a_bucket{le=" 1"} 2
| a_bucket{le="+Inf"} 3
| # EOF

bad_bounds_descend: Buckets are in the order of their bounds
| # TYPE a histogram
| a_bucket{le="2.0"} 2
| a_bucket{le="1.0"} 2
| a_bucket{le="+Inf"} 3
| # EOF

bad_infinite_bucket_first: Buckets are in the order of their bounds
| # TYPE a histogram
| a_bucket{le="+Inf"} 3
| a_bucket{le="1.0"} 3
| # EOF

bad_bound_twice: Bounds are unique
python accepts: Bucket thresholds of a point must be unique (Histogram)
| # TYPE a histogram
| a_bucket{le="1.0"} 2
| a_bucket{le="1.0"} 2
| a_bucket{le="+Inf"} 3
| # EOF

bad_bound_twice_in_other_words: Bounds are unique, however they are written
| # TYPE a histogram
| a_bucket{le="1.0"} 2
| a_bucket{le="1e0"} 2
| a_bucket{le="+Inf"} 3
| # EOF

bad_infinite_bucket_twice: Bounds are unique
python accepts: Bucket thresholds of a point must be unique (Histogram)
| # TYPE a histogram
| a_bucket{le="+Inf"} 3
| a_bucket{le="+Inf"} 3
| # EOF

bad_counts_descend: Counts are cumulative
| # TYPE a histogram
| a_bucket{le="1.0"} 4
| a_bucket{le="2.0"} 3
| a_bucket{le="+Inf"} 5
| # EOF

bad_infinite_bucket_too_small: The last bucket has all observations
| # TYPE a histogram
| a_bucket{le="1.0"} 4
| a_bucket{le="+Inf"} 3
| # EOF

bad_count_smaller_than_infinite_bucket: The count is that of the last bucket
| # TYPE a histogram
| a_bucket{le="+Inf"} 3
| a_count 2
| a_sum 1
| # EOF

bad_count_larger_than_infinite_bucket: The count is that of the last bucket
| # TYPE a histogram
| a_bucket{le="+Inf"} 3
| a_count 4
| a_sum 1
| # EOF

bad_sum_without_count: Where there is a sum there is a count
| # TYPE a histogram
| a_bucket{le="+Inf"} 3
| a_sum 1
| # EOF

bad_count_without_sum: Where there is a count there is a sum
| # TYPE a histogram
| a_bucket{le="+Inf"} 3
| a_count 3
| # EOF

bad_bucket_negative: Counts are not negative
| # TYPE a histogram
| a_bucket{le="1.0"} -1
| a_bucket{le="+Inf"} 3
| # EOF

bad_bucket_fraction: Counts are whole
| # TYPE a histogram
| a_bucket{le="1.0"} 1.5
| a_bucket{le="+Inf"} 3
| # EOF

bad_bucket_not_a_number: Counts are numbers
| # TYPE a histogram
| a_bucket{le="1.0"} NaN
| a_bucket{le="+Inf"} 3
| # EOF

bad_bucket_infinite: Counts are whole numbers
| # TYPE a histogram
| a_bucket{le="+Inf"} +Inf
| # EOF

bad_count_fraction: Counts are whole
| # TYPE a histogram
| a_bucket{le="+Inf"} 3
| a_count 3.5
| a_sum 1
| # EOF

bad_count_negative: Counts are not negative
| # TYPE a histogram
| a_bucket{le="+Inf"} 0
| a_count -1
| a_sum 1
| # EOF

bad_sum_negative: A sum goes up
| # TYPE a histogram
| a_bucket{le="+Inf"} 3
| a_count 3
| a_sum -1
| # EOF

bad_sum_not_a_number: A sum is a number
| # TYPE a histogram
| a_bucket{le="+Inf"} 3
| a_count 3
| a_sum NaN
| # EOF

bad_sum_with_negative_bounds: A sum of negative values would not go up
| # TYPE a histogram
| a_bucket{le="-1.0"} 1
| a_bucket{le="+Inf"} 3
| a_count 3
| a_sum 4
| # EOF

bad_histogram_value: A histogram has buckets, and no value of its own
| # TYPE a histogram
| a 1
| # EOF

bad_sum_twice: A point has one sum
python accepts: A point has one value called sum (Histogram)
| # TYPE a histogram
| a_bucket{le="+Inf"} 3
| a_count 3
| a_sum 1
| a_sum 2
| # EOF

bad_buckets_of_two_times: All samples of a point have its time
| # TYPE a histogram
| a_bucket{le="1.0"} 1 10
| a_bucket{le="+Inf"} 2 11
| # EOF

bad_bucket_without_time: All samples of a point have its time
| # TYPE a histogram
| a_bucket{le="1.0"} 1 10
| a_bucket{le="+Inf"} 2
| # EOF

gauge_histogram: Its count and sum have suffixes of their own
| # TYPE a gaugehistogram
| a_bucket{le="0.01"} 20.0
| a_bucket{le="0.1"} 25.0
| a_bucket{le="1"} 34.0
| a_bucket{le="+Inf"} 42.0
| a_gcount 42.0
| a_gsum 3289.3
| # EOF
> # TYPE a gaugehistogram
> a_bucket{le="0.01"} 20
> a_bucket{le="0.1"} 25
> a_bucket{le="1.0"} 34
> a_bucket{le="+Inf"} 42
> a_gsum 3289.3
> a_gcount 42
> # EOF

gauge_histogram_negative: Its sum may be negative where bounds are
| # TYPE a gaugehistogram
| a_bucket{le="-1.0"} 3
| a_bucket{le="+Inf"} 3
| a_gcount 3
| a_gsum -5
| # EOF
> # TYPE a gaugehistogram
> a_bucket{le="-1.0"} 3
> a_bucket{le="+Inf"} 3
> a_gsum -5
> a_gcount 3
> # EOF

gauge_histogram_then_created: What is there at this moment was not created, so that this is another family
| # TYPE a gaugehistogram
| a_bucket{le="+Inf"} 3
| a_created 5
| # EOF
> # TYPE a gaugehistogram
> a_bucket{le="+Inf"} 3
> # TYPE a_created unknown
> a_created 5
> # EOF

gauge_histogram_then_sum: The sum of a gauge histogram has another suffix, so that this is another family
| # TYPE a gaugehistogram
| a_bucket{le="+Inf"} 3
| a_sum 5
| # EOF

histogram_then_gcount: The count of a histogram has another suffix, so that this is another family
| # TYPE a histogram
| a_bucket{le="+Inf"} 3
| a_gcount 5
| # EOF

bad_gauge_histogram_without_infinite_bucket: The last bucket has all observations
| # TYPE a gaugehistogram
| a_bucket{le="1.0"} 2
| a_gcount 2
| a_gsum 1
| # EOF

bad_gauge_histogram_negative_sum: Without negative bounds nothing can be negative
| # TYPE a gaugehistogram
| a_bucket{le="1.0"} 3
| a_bucket{le="+Inf"} 3
| a_gcount 3
| a_gsum -5
| # EOF

bad_gauge_histogram_sum_not_a_number: A sum is a number
| # TYPE a gaugehistogram
| a_bucket{le="+Inf"} 3
| a_gcount 3
| a_gsum NaN
| # EOF

bad_gauge_histogram_sum_without_count: Where there is a sum there is a count
| # TYPE a gaugehistogram
| a_bucket{le="+Inf"} 3
| a_gsum 3
| # EOF

bad_gauge_histogram_count_without_sum: Where there is a count there is a sum
| # TYPE a gaugehistogram
| a_bucket{le="+Inf"} 3
| a_gcount 3
| # EOF

bad_gauge_histogram_other_count: The count is that of the last bucket
| # TYPE a gaugehistogram
| a_bucket{le="+Inf"} 3
| a_gcount 4
| a_gsum 1
| # EOF

bad_gauge_histogram_fraction: Counts are whole
| # TYPE a gaugehistogram
| a_bucket{le="+Inf"} 3.5
| # EOF

bad_gauge_histogram_negative_count: Counts are not negative
| # TYPE a gaugehistogram
| a_bucket{le="+Inf"} -3
| # EOF

bad_gauge_histogram_counts_descend: Counts are cumulative
| # TYPE a gaugehistogram
| a_bucket{le="1.0"} 4
| a_bucket{le="+Inf"} 3
| # EOF
`;
