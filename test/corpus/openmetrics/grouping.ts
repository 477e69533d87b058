import { type Case, textCases } from "../case.ts";

/** What belongs together, what clashes, and what must not be torn apart. */
export const GROUPING: readonly Case[] = textCases`
series_of_a_family: Series differ in their labels
| # TYPE a gauge
| a{b="1"} 1
| a{b="2"} 2
| a 3
| # EOF
> # TYPE a gauge
> a{b="1"} 1
> a{b="2"} 2
> a 3
> # EOF

series_with_other_labels: Series need not have the same label names
| # TYPE a gauge
| a{b="1"} 1
| a{c="1"} 2
| # EOF

points_of_series: All points of a series, then those of the next
| # TYPE a_seconds summary
| # UNIT a_seconds seconds
| a_seconds_count{b="1"} 0 123
| a_seconds_sum{b="1"} 0 123
| a_seconds_count{b="1"} 0 456
| a_seconds_sum{b="1"} 0 456
| a_seconds_count{b="2"} 0 123
| a_seconds_sum{b="2"} 0 123
| # EOF
> # TYPE a_seconds summary
> # UNIT a_seconds seconds
> a_seconds_sum{b="1"} 0 123
> a_seconds_count{b="1"} 0 123
> a_seconds_sum{b="1"} 0 456
> a_seconds_count{b="1"} 0 456
> a_seconds_sum{b="2"} 0 123
> a_seconds_count{b="2"} 0 123
> # EOF

labels_in_other_order: The order of labels tells no series from another
| # TYPE a histogram
| a_bucket{b="1",le="+Inf"} 2
| a_count{b="1"} 2
| a_sum{b="1"} 3
| a_bucket{le="+Inf",b="2"} 4
| a_count{b="2"} 4
| a_sum{b="2"} 5
| # EOF

same_labels_in_other_family: Families do not share their series
| # TYPE a gauge
| a{b="1"} 1
| # TYPE c gauge
| c{b="1"} 1
| # EOF

name_begins_like_another: A name that is longer is another name
| # TYPE a gauge
| a 1
| # TYPE a_b gauge
| a_b 1
| # EOF

gauge_with_total: A suffix belongs to a type only where the type has it
| # TYPE a gauge
| a 1
| # TYPE a_total gauge
| a_total 1
| # EOF

bad_series_twice: Points of a series have timestamps
python accepts: The label sets of a family are unique (Metric)
| # TYPE a gauge
| a 1
| a 1
| # EOF

bad_series_twice_other_value: Points of a series have timestamps
python accepts: The label sets of a family are unique (Metric)
| # TYPE a gauge
| a{b="c"} 1
| a{b="c"} 2
| # EOF

bad_series_twice_other_order: The order of labels tells no series from another
python accepts: The label sets of a family are unique (Metric)
| # TYPE a gauge
| a{b="c",d="e"} 1
| a{d="e",b="c"} 1
| # EOF

bad_series_twice_empty_braces: Empty braces are no labels
python accepts: The label sets of a family are unique (Metric)
| # TYPE a gauge
| a 1
| a{} 1
| # EOF

bad_series_twice_escaped: Two spellings of one value are one value
python accepts: The label sets of a family are unique (Metric)
| # TYPE a gauge
| a{b="\\c"} 1
| a{b="\c"} 1
| # EOF

bad_families_interleaved: A family is told in one piece
| # TYPE a gauge
| # TYPE b gauge
| a 1
| b 1
| a{c="d"} 1
| # EOF

bad_samples_away_from_metadata: The next family begins with its metadata
| # TYPE a gauge
| # TYPE b gauge
| a 1
| b 1
| # EOF

bad_unknown_families_interleaved: A family is told in one piece, with metadata or without
| a{c="1"} 1
| b 1
| a{c="2"} 1
| # EOF

bad_series_interleaved: A series is told in one piece
| # TYPE a summary
| a_count{b="1"} 0
| a_count{b="2"} 0
| a_sum{b="1"} 0
| a_sum{b="2"} 0
| # EOF

bad_series_with_times_interleaved: A series is told in one piece
| # TYPE a gauge
| a{b="1"} 0 123
| a{b="2"} 0 123
| a{b="1"} 0 456
| # EOF

bad_points_interleaved: A point is told in one piece
| # TYPE a summary
| a_count 0 123
| a_count 0 456
| a_sum 0 123
| a_sum 0 456
| # EOF

bad_buckets_interleaved: A series is told in one piece
| # TYPE a histogram
| a_bucket{b="1",le="+Inf"} 1
| a_bucket{b="2",le="+Inf"} 1
| a_count{b="1"} 1
| a_sum{b="1"} 1
| a_count{b="2"} 1
| a_sum{b="2"} 1
| # EOF

bad_states_interleaved: A series is told in one piece
| # TYPE a stateset
| a{b="1",a="on"} 1
| a{b="2",a="on"} 1
| a{b="1",a="off"} 0
| # EOF

bad_family_twice: The name of a family is unique
| # TYPE a gauge
| a 1
| # TYPE b gauge
| b 1
| # TYPE a gauge
| a{c="d"} 1
| # EOF

bad_gauge_named_as_created_of_counter: The counter has that name for its created time
| # TYPE a counter
| a_total 1
| # TYPE a_created gauge
| a_created 1
| # EOF

bad_gauge_named_as_total_of_counter: The counter has that name for its value
| # TYPE a counter
| a_total 1
| # TYPE a_total gauge
| a_total{b="c"} 1
| # EOF

bad_counter_behind_gauge_of_its_total: The counter has that name for its value
| # TYPE a_total gauge
| a_total 1
| # TYPE a counter
| a_total{b="c"} 1
| # EOF

bad_gauge_named_as_count_of_summary: The summary has that name for its count
| # TYPE a summary
| a_sum 1
| # TYPE a_count gauge
| a_count{b="c"} 1
| # EOF

bad_gauge_named_as_bucket_of_histogram: The histogram has that name for its buckets
| # TYPE a histogram
| a_bucket{le="+Inf"} 1
| # TYPE a_bucket gauge
| a_bucket 1
| # EOF

bad_gauge_named_as_gsum_of_gauge_histogram: The gauge histogram has that name for its sum
| # TYPE a gaugehistogram
| a_bucket{le="+Inf"} 1
| # TYPE a_gsum gauge
| a_gsum 1
| # EOF

bad_gauge_named_as_info: The info has that name for its facts
| # TYPE a info
| a_info{b="c"} 1
| # TYPE a_info gauge
| a_info 1
| # EOF

bad_gauge_named_as_count_of_histogram_before: The histogram has that name for its count
| # TYPE a_count gauge
| a_count 1
| # TYPE a histogram
| a_bucket{le="+Inf"} 1
| # EOF

bad_gauge_named_as_counter: The name of a family is unique, though the samples have others
| # TYPE a counter
| a_total 1
| # TYPE a gauge
| a 1
| # EOF

bad_unknown_total_before_counter: The counter has that name for its value
| a_total 1
| # TYPE a counter
| a_total{b="c"} 1
| # EOF

bad_unknown_named_as_histogram: The name of a family is unique, though the samples have others
| # TYPE a histogram
| a_bucket{le="+Inf"} 1
| a 1
| # EOF
`;
