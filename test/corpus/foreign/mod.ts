/** An answer in the style of a well-known program, with the oddities that such answers have. */
export interface ForeignAnswer {
  readonly name: string;
  readonly contentType: string;
  readonly text: string;
}

const TEXT = "text/plain; version=0.0.4; charset=utf-8";
const OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/** Answers that the scraper of Prometheus takes whole. */
export const FOREIGN_ANSWERS: readonly ForeignAnswer[] = [
  {
    name: "a Go program with OpenMetrics: a gauge and a counter of one name",
    contentType: OPENMETRICS,
    text: `# HELP go_memstats_alloc_bytes Bytes in use.
# TYPE go_memstats_alloc_bytes gauge
go_memstats_alloc_bytes 250192.0
# HELP go_memstats_alloc_bytes Bytes ever allocated.
# TYPE go_memstats_alloc_bytes counter
go_memstats_alloc_bytes_total 990192.0
# TYPE shop_orders counter
shop_orders_total{region="eu"} 3.0 # {trace_id="abc"} 1.0 1520879607.789
# TYPE process_cpu_seconds counter
# UNIT process_cpu_seconds seconds
process_cpu_seconds_total 4.20072246e+06
# TYPE rpc_duration_seconds histogram
rpc_duration_seconds_bucket{le="0.5"} 3
rpc_duration_seconds_bucket{le="+Inf"} 4
rpc_duration_seconds_sum 2.5
rpc_duration_seconds_count 4
# TYPE build info
build_info{version="1.2"} 1
# TYPE mode stateset
mode{mode="starting"} 0
mode{mode="running"} 1
# EOF
`,
  },
  {
    name: "a Go program with text",
    contentType: TEXT,
    text: `# HELP go_gc_duration_seconds A summary of pauses.
# TYPE go_gc_duration_seconds summary
go_gc_duration_seconds{quantile="0"} 4.9351e-05
go_gc_duration_seconds{quantile="0.25"} 7.424100000000001e-05
go_gc_duration_seconds{quantile="1"} 8.3835e-05
go_gc_duration_seconds_sum 0.001
go_gc_duration_seconds_count 10
# TYPE go_memstats_alloc_bytes gauge
go_memstats_alloc_bytes 250192
# TYPE go_memstats_alloc_bytes_total counter
go_memstats_alloc_bytes_total 990192
`,
  },
  {
    name: "a JVM: gauges with names of counters, created times as gauges",
    contentType: TEXT,
    text: `# TYPE jvm_classes_loaded gauge
jvm_classes_loaded 14402.0
# TYPE jvm_classes_loaded_total counter
jvm_classes_loaded_total 14410.0
# TYPE jvm_gc_collection_seconds summary
jvm_gc_collection_seconds_count{gc="G1 Young Generation",} 5.0
jvm_gc_collection_seconds_sum{gc="G1 Young Generation",} 0.072
# TYPE shop_checks_total counter
shop_checks_total 4.0
# TYPE shop_checks_created gauge
shop_checks_created 1.6994857856E9
`,
  },
  {
    name: "Envoy: counters without _total, an untyped block, histograms with many labels",
    contentType: TEXT,
    text: `# TYPE envoy_cluster_upstream_rq counter
envoy_cluster_upstream_rq{envoy_response_code="200",envoy_cluster_name="a"} 7
envoy_cluster_upstream_rq{envoy_response_code="503",envoy_cluster_name="a"} 0
# TYPE envoy_cluster_upstream_rq_total counter
envoy_cluster_upstream_rq_total{envoy_cluster_name="a"} 7
# TYPE envoy_server_uptime gauge
envoy_server_uptime{} 18
# TYPE envoy_cluster_upstream_rq_time histogram
envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="a",le="0.5"} 0
envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="a",le="1"} 2
envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="a",le="3600000"} 7
envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="a",le="+Inf"} 7
envoy_cluster_upstream_rq_time_sum{envoy_cluster_name="a"} 16.05
envoy_cluster_upstream_rq_time_count{envoy_cluster_name="a"} 7
`,
  },
  {
    name: "kube-state-metrics and cAdvisor: no values but 1, timestamps, families that are not together",
    contentType: TEXT,
    text: `# HELP kube_pod_info Information about a pod.
# TYPE kube_pod_info gauge
kube_pod_info{namespace="default",pod="a",uid="1-2"} 1
# HELP container_cpu_usage_seconds_total Cumulative time.
# TYPE container_cpu_usage_seconds_total counter
container_cpu_usage_seconds_total{cpu="total",id="/"} 13.5 1700000000123
container_cpu_usage_seconds_total{cpu="total",id="/a"} 1.5 1700000000125
# HELP kube_pod_labels Labels.
# TYPE kube_pod_labels gauge
kube_pod_labels{label_app="x\\"y\\\\z\\nw"} 1
kube_pod_info{namespace="kube-system",pod="b",uid="3-4"} 1
`,
  },
  {
    name: "Redis, HAProxy: NaN, infinities, negative numbers, exponents, many blanks and tabs",
    contentType: TEXT,
    text: `# TYPE redis_up gauge
redis_up   1
redis_last_slow_execution_duration_seconds\t0
# TYPE haproxy_backend_agg_check_status gauge
haproxy_backend_agg_check_status { proxy = "a" , state = "UP" , } NaN
haproxy_backend_agg_check_status{proxy="b",state="UP"} +Inf
haproxy_backend_agg_check_status{proxy="c",state="UP"} -Inf
haproxy_backend_agg_check_status{proxy="d",state="UP"} -1.5E-7
redis_memory 6738604032   
`,
  },
  {
    name: "Windows: carriage returns are not there, but backslashes are",
    contentType: TEXT,
    text: `# TYPE windows_logical_disk_free_bytes gauge
windows_logical_disk_free_bytes{volume="C:",path="C:\\data"} 5
windows_logical_disk_free_bytes{volume="HarddiskVolume\\\\1"} 6
`,
  },
  {
    name: "Micrometer, YugabyteDB: metadata twice",
    contentType: TEXT,
    text: `# HELP calls_seconds Successful calls.
# TYPE calls_seconds summary
calls_seconds_count{kind="ok"} 5
calls_seconds_sum{kind="ok"} 2
# HELP calls_seconds Failed calls.
# TYPE calls_seconds summary
calls_seconds_count{kind="failed"} 1
calls_seconds_sum{kind="failed"} 1
`,
  },
  {
    name: "Redpanda, a kubelet: a count that contradicts the buckets",
    contentType: TEXT,
    text: `# TYPE lease_seconds histogram
lease_seconds_bucket{le="0.2"} 1
lease_seconds_bucket{le="1"} 1
lease_seconds_bucket{le="+Inf"} 2
lease_seconds_sum 20
lease_seconds_count 3
`,
  },
  {
    name:
      "histograms without +Inf, without a sum, with unsorted, fractional and falling buckets, and a sample of their own name",
    contentType: TEXT,
    text: `# TYPE a histogram
a_bucket{le="1"} 1
a_sum 1
a_count 1
# TYPE b histogram
b_bucket{le="1"} 1
b_bucket{le="+Inf"} 1
b_count 1
# TYPE c histogram
c_bucket{le="+Inf"} 3
c_bucket{le="0.5"} 1
c_bucket{le="10"} 2
c_sum 4
c_count 3
# TYPE d histogram
d_bucket{le="0.2"} 0.2
d_bucket{le="0.9"} 0.9
d_bucket{le="+Inf"} 1.1
d_sum 1
d_count 1.1
# TYPE e histogram
e_bucket{le="1"} 5
e_bucket{le="2"} 3
e_bucket{le="+Inf"} 5
e_sum 1
e_count 5
# TYPE f histogram
f 7
f_bucket{le="+Inf"} 1
f_sum 1
f_count 1
# TYPE g histogram
g_bucket{le="1"} 9007199254740993
g_bucket{le="+Inf"} 9007199254740999
g_sum 1
g_count 9007199254740999
`,
  },
  {
    name: "summaries without a sum, with a quantile twice, with a negative count",
    contentType: TEXT,
    text: `# TYPE a summary
a{quantile="0.5"} 1
a_count 1
# TYPE b summary
b{quantile="0.5"} 1
b{quantile="0.50"} 2
b_sum 1
b_count 1
# TYPE c summary
c_sum 1
c_count -1
# TYPE d summary
d{quantile="0.99",x="1"} NaN
d{quantile="0.5",x="1"} 1
d_sum{x="1"} -4
d_count{x="1"} 2
`,
  },
  {
    name: "names that look like parts of others, metadata without samples, comments, no metadata",
    contentType: TEXT,
    text: `# a comment
#TYPE x gauge
# TYPE requests histogram
# TYPE requests_count gauge
requests_count 5
requests_bucket 6
# HELP nothing
nothing_bucket{le="x"} 1
nothing_sum 2
up 1
# HELP up After its sample.
:rule:name 3
_underscore 4
`,
  },
  {
    name: "names of any characters, quoted",
    contentType: "text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8",
    text: `# TYPE "http.server.duration" gauge
{"http.server.duration","service.name"="shop"} 5
{"größe"} 6
plain{"a b"="c"} 7
`,
  },
  {
    name: "no line feed at the end",
    contentType: TEXT,
    text: "a 1\nb 2",
  },
];
