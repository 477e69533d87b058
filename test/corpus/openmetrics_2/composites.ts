import { type Case, textCases } from "../case.ts";

/** Summaries and histograms, each as one value. */
export const COMPOSITES: readonly Case[] = textCases`
summary: Count, sum and quantiles
| # TYPE a summary
| a {count:17,sum:324789.3,quantile:[0.95:123.7,0.99:150]} st@1520430000.123
| # EOF
> # TYPE a summary
> a {count:17,sum:324789.3,quantile:[0.95:123.7,0.99:150]} st@1520430000.123
> # EOF

summary_without_quantiles: There may be no quantiles
| # TYPE a summary
| a {count:17,sum:324789.3,quantile:[]}
| # EOF
> # TYPE a summary
> a {count:17,sum:324789.3,quantile:[]}
> # EOF

summary_without_events: A quantile of nothing is no number
| # TYPE a summary
| a{b="c"} {count:0,sum:0,quantile:[0.5:NaN]} 5
| # EOF
> # TYPE a summary
> a{b="c"} {count:0,sum:0,quantile:[0.5:NaN]} 5
> # EOF

classic: Buckets are cumulative
| # TYPE a histogram
| a {count:17,sum:324789.3,bucket:[0.0:0,1e-05:0,0.0001:5,1.0:10,1e+06:15,+Inf:17]} st@1520430000.123
| # EOF
> # TYPE a histogram
> a {count:17,sum:324789.3,bucket:[0.0:0,1e-05:0,0.0001:5,1.0:10,1e+06:15,+Inf:17]} st@1520430000.123
> # EOF

classic_infinite_bucket_alone: One bucket is enough
| # TYPE a histogram
| a {count:3,sum:4,bucket:[+Inf:3]}
| # EOF
> # TYPE a histogram
> a {count:3,sum:4,bucket:[+Inf:3]}
> # EOF

classic_with_exemplars: A sample has as many exemplars as it likes
| # TYPE a histogram
| a {count:17,sum:324789.3,bucket:[0.01:0,0.1:8,1.0:11,10.0:17,+Inf:17]} # {} 0.054 1520879607.7 # {b="c"} 0.67 1520879602.89
| # EOF
> # TYPE a histogram
> a {count:17,sum:324789.3,bucket:[0.01:0,0.1:8,1.0:11,10.0:17,+Inf:17]} # {} 0.054 1520879607.7 # {b="c"} 0.67 1520879602.89
> # EOF

native: Spans say where the buckets are, whose counts are their own
| # TYPE a histogram
| a {count:59,sum:1.2e2,schema:7,zero_threshold:1e-4,zero_count:3,negative_spans:[1:2],negative_buckets:[5,7],positive_spans:[-1:2,3:4],positive_buckets:[5,7,10,9,8,5]}
| # EOF
> # TYPE a histogram
> a {count:59,sum:120,schema:7,zero_threshold:0.0001,zero_count:3,negative_spans:[1:2],negative_buckets:[5,7],positive_spans:[-1:2,3:4],positive_buckets:[5,7,10,9,8,5]}
> # EOF

native_without_buckets: There may be no buckets
| # TYPE a histogram
| a {count:0,sum:0,schema:3,zero_threshold:1e-4,zero_count:0}
| # EOF
> # TYPE a histogram
> a {count:0,sum:0,schema:3,zero_threshold:0.0001,zero_count:0}
> # EOF

native_with_exemplars: Exemplars of native buckets have times
| # TYPE a histogram
| a {count:17,sum:5,schema:0,zero_threshold:0.0001,zero_count:0,positive_spans:[0:2],positive_buckets:[5,12]} st@5 # {b="c"} 0.67 6 # {b="d"} 1.2 7.5
| # EOF
> # TYPE a histogram
> a {count:17,sum:5,schema:0,zero_threshold:0.0001,zero_count:0,positive_spans:[0:2],positive_buckets:[5,12]} st@5 # {b="c"} 0.67 6 # {b="d"} 1.2 7.5
> # EOF

both: Native buckets stand before the classic ones
| # TYPE a histogram
| a {count:2,sum:120,schema:0,zero_threshold:0.0001,zero_count:0,positive_spans:[1:2],positive_buckets:[1,1],bucket:[0.5:1,1.0:2,+Inf:2]}
| # EOF
> # TYPE a histogram
> a {count:2,sum:120,schema:0,zero_threshold:0.0001,zero_count:0,positive_spans:[1:2],positive_buckets:[1,1],bucket:[0.5:1,1.0:2,+Inf:2]}
> # EOF

gauge_histogram: Count and sum are a gauge's
| # TYPE a gaugehistogram
| a {gcount:42,gsum:-3289.3,bucket:[0.01:20,1.0:34,+Inf:42]}
| # EOF
> # TYPE a gaugehistogram
> a {gcount:42,gsum:-3289.3,bucket:[0.01:20,1.0:34,+Inf:42]}
> # EOF

gauge_histogram_of_fractions: What is there at this moment may be a rate
| # TYPE a gaugehistogram
| a {gcount:0.75,gsum:2,schema:0,zero_threshold:0.0001,zero_count:0,positive_spans:[1:2],positive_buckets:[0.5,0.25]}
| # EOF
> # TYPE a gaugehistogram
> a {gcount:0.75,gsum:2,schema:0,zero_threshold:0.0001,zero_count:0,positive_spans:[1:2],positive_buckets:[0.5,0.25]}
> # EOF

bad_summary_number: A summary has a composite value
| # TYPE a summary
| a 17
| # EOF

bad_summary_negative_sum: Sums of summaries are not negative
| # TYPE a summary
| a {count:17,sum:-1,quantile:[]}
| # EOF

bad_summary_negative_quantile: Values of quantiles are not negative
| # TYPE a summary
| a {count:17,sum:1,quantile:[0.5:-1]}
| # EOF

bad_summary_without_count: A summary has a count
| # TYPE a summary
| a {sum:324789.3,quantile:[]}
| # EOF

bad_summary_without_sum: A summary has a sum
| # TYPE a summary
| a {count:17,quantile:[]}
| # EOF

bad_summary_without_quantiles_field: Quantiles are told even if there are none
| # TYPE a summary
| a {count:17,sum:324789.3}
| # EOF

bad_summary_in_other_order: Fields have an order
| # TYPE a summary
| a {sum:324789.3,count:17,quantile:[]}
| # EOF

bad_summary_with_space: No space stands between fields
| # TYPE a summary
| a {count:17, sum:324789.3,quantile:[]}
| # EOF

bad_summary_does_not_end: A brace that begins has to end
| # TYPE a summary
| a {count:17,sum:324789.3,quantile:[]
| # EOF

bad_summary_quantile_above_one: Quantiles are from 0 to 1
| # TYPE a summary
| a {count:17,sum:324789.3,quantile:[1.5:2]}
| # EOF

bad_summary_quantiles_descend: Quantiles ascend
| # TYPE a summary
| a {count:17,sum:324789.3,quantile:[0.9:2,0.5:1]}
| # EOF

bad_summary_quantile_without_value: A quantile has a value
| # TYPE a summary
| a {count:17,sum:324789.3,quantile:[0.9]}
| # EOF

bad_summary_comma_last: No comma stands behind the last quantile
| # TYPE a summary
| a {count:17,sum:324789.3,quantile:[0.9:2,]}
| # EOF

bad_summary_with_buckets: Buckets are for histograms
| # TYPE a summary
| a {count:17,sum:324789.3,bucket:[+Inf:17]}
| # EOF

bad_histogram_number: A histogram has a composite value
| # TYPE a histogram
| a 17
| # EOF

bad_histogram_by_line: Buckets have no lines of their own any more, and these are of another family
| # TYPE a histogram
| a_bucket{le="+Inf"} 17
| a_count 17
| a 3
| # EOF

bad_histogram_with_quantiles: Quantiles are for summaries
| # TYPE a histogram
| a {count:17,sum:324789.3,quantile:[]}
| # EOF

bad_histogram_without_buckets: A histogram has buckets of either kind
| # TYPE a histogram
| a {count:17,sum:324789.3}
| # EOF

bad_classic_empty: The last bucket has all observations
| # TYPE a histogram
| a {count:17,sum:324789.3,bucket:[]}
| # EOF

bad_classic_without_infinite_bucket: The last bucket has all observations
| # TYPE a histogram
| a {count:17,sum:324789.3,bucket:[1.0:17]}
| # EOF

bad_classic_infinite_bucket_first: Buckets are in the order of their bounds
| # TYPE a histogram
| a {count:17,sum:324789.3,bucket:[+Inf:17,1.0:17]}
| # EOF

bad_classic_bounds_descend: Buckets are in the order of their bounds
| # TYPE a histogram
| a {count:17,sum:324789.3,bucket:[2.0:1,1.0:1,+Inf:17]}
| # EOF

bad_classic_counts_descend: Counts are cumulative
| # TYPE a histogram
| a {count:17,sum:324789.3,bucket:[1.0:5,2.0:4,+Inf:17]}
| # EOF

bad_classic_other_count: The count is that of the last bucket
| # TYPE a histogram
| a {count:18,sum:324789.3,bucket:[1.0:5,+Inf:17]}
| # EOF

bad_classic_bound_not_a_number: A bound is a number
| # TYPE a histogram
| a {count:17,sum:324789.3,bucket:[NaN:5,+Inf:17]}
| # EOF

bad_native_without_schema: Native buckets have a resolution
| # TYPE a histogram
| a {count:3,sum:1,zero_threshold:1e-4,zero_count:0,positive_spans:[0:1],positive_buckets:[3]}
| # EOF

bad_native_without_zero_count: The zero bucket is told even if it is empty
| # TYPE a histogram
| a {count:3,sum:1,schema:0,zero_threshold:1e-4,positive_spans:[0:1],positive_buckets:[3]}
| # EOF

bad_native_schema_too_high: Schemas are from -4 to 8
| # TYPE a histogram
| a {count:3,sum:1,schema:9,zero_threshold:1e-4,zero_count:0,positive_spans:[0:1],positive_buckets:[3]}
| # EOF

bad_native_schema_too_low: Schemas are from -4 to 8
| # TYPE a histogram
| a {count:3,sum:1,schema:-5,zero_threshold:1e-4,zero_count:0,positive_spans:[0:1],positive_buckets:[3]}
| # EOF

bad_native_schema_fraction: Schemas are whole
| # TYPE a histogram
| a {count:3,sum:1,schema:0.5,zero_threshold:1e-4,zero_count:0,positive_spans:[0:1],positive_buckets:[3]}
| # EOF

bad_native_spans_without_buckets: Spans have buckets
| # TYPE a histogram
| a {count:3,sum:1,schema:0,zero_threshold:1e-4,zero_count:0,positive_spans:[0:1]}
| # EOF

bad_native_buckets_without_spans: Buckets have spans
| # TYPE a histogram
| a {count:3,sum:1,schema:0,zero_threshold:1e-4,zero_count:0,positive_buckets:[3]}
| # EOF

bad_native_too_few_buckets: There are as many buckets as spans say
| # TYPE a histogram
| a {count:3,sum:1,schema:0,zero_threshold:1e-4,zero_count:0,positive_spans:[0:2],positive_buckets:[3]}
| # EOF

bad_native_too_many_buckets: There are as many buckets as spans say
| # TYPE a histogram
| a {count:3,sum:1,schema:0,zero_threshold:1e-4,zero_count:0,positive_spans:[0:1],positive_buckets:[1,2]}
| # EOF

bad_native_span_goes_back: Only the first span may have a negative offset
| # TYPE a histogram
| a {count:3,sum:1,schema:0,zero_threshold:1e-4,zero_count:0,positive_spans:[5:1,-2:1],positive_buckets:[1,2]}
| # EOF

bad_native_span_without_length: A span has an offset and a length
| # TYPE a histogram
| a {count:3,sum:1,schema:0,zero_threshold:1e-4,zero_count:0,positive_spans:[5],positive_buckets:[3]}
| # EOF

bad_native_span_of_huge_length: There are as many buckets as spans say, whatever they say
| # TYPE a histogram
| a {count:3,sum:1,schema:0,zero_threshold:1e-4,zero_count:0,positive_spans:[0:4294967295],positive_buckets:[3]}
| # EOF

bad_native_bucket_negative: Counts are not negative
| # TYPE a histogram
| a {count:3,sum:1,schema:0,zero_threshold:1e-4,zero_count:0,positive_spans:[0:2],positive_buckets:[-1,4]}
| # EOF

bad_native_behind_classic: Native buckets stand before the classic ones
| # TYPE a histogram
| a {count:2,sum:120,bucket:[1.0:2,+Inf:2],schema:0,zero_threshold:0.0001,zero_count:0,positive_spans:[1:2],positive_buckets:[1,1]}
| # EOF

bad_positive_before_negative: Negative buckets stand before the positive ones
| # TYPE a histogram
| a {count:2,sum:1,schema:0,zero_threshold:0.0001,zero_count:0,positive_spans:[1:1],positive_buckets:[1],negative_spans:[1:1],negative_buckets:[1]}
| # EOF

bad_gauge_histogram_count_of_histogram: Count and sum are a gauge's
| # TYPE a gaugehistogram
| a {count:42,sum:3289.3,bucket:[+Inf:42]}
| # EOF

bad_histogram_count_of_gauge_histogram: Count and sum are no gauge's
| # TYPE a histogram
| a {gcount:42,gsum:3289.3,bucket:[+Inf:42]}
| # EOF

bad_gauge_histogram_with_start: What is there at this moment has no start
| # TYPE a gaugehistogram
| a {gcount:42,gsum:3289.3,bucket:[+Inf:42]} st@5
| # EOF

bad_field_twice: Fields stand once
| # TYPE a histogram
| a {count:3,count:3,sum:1,bucket:[+Inf:3]}
| # EOF

bad_field_unheard_of: There are no other fields
| # TYPE a histogram
| a {count:3,sum:1,mean:2,bucket:[+Inf:3]}
| # EOF
`;
