#!/usr/bin/env python3
"""Writes the dashboard: deploy/grafana/make.py > deploy/grafana/rolecall.json"""
import json

PANELS = [
    ("Questions a minute, by outcome", "timeseries", "short",
     [("sum by (platform, outcome) (rate(rolecall_questions_total[$__rate_interval])) * 60", "{{platform}} {{outcome}}")]),
    ("Answered share", "stat", "percentunit",
     [('sum(increase(rolecall_questions_total{outcome="answered"}[$__range])) / sum(increase(rolecall_questions_total[$__range]))', "")]),
    ("Thinking time", "timeseries", "s",
     [(f"histogram_quantile({q}, sum by (le) (rate(rolecall_question_seconds_bucket[$__rate_interval])))", f"p{int(q * 100)}")
      for q in (0.5, 0.95, 0.99)]),
    ("Replies a minute", "timeseries", "short",
     [("sum by (platform) (rate(rolecall_replies_total[$__rate_interval])) * 60", "{{platform}} sent"),
      ("sum by (platform, method) (rate(rolecall_replies_lost_total[$__rate_interval])) * 60", "{{platform}} lost ({{method}})")]),
    ("Platform errors a minute", "timeseries", "short",
     [("sum by (platform, method, kind) (rate(rolecall_platform_errors_total[$__rate_interval])) * 60", "{{platform}} {{method}} {{kind}}")]),
    ("Waits that platforms asked for", "timeseries", "s",
     [("sum by (platform) (rate(rolecall_rate_limit_wait_seconds_sum[$__rate_interval]))", "{{platform}}")]),
    ("Questions that were too many, a minute", "timeseries", "short",
     [("sum by (platform, of) (rate(rolecall_limited_total[$__rate_interval])) * 60", "{{platform}} {{of}}")]),
    ("Claims a minute", "timeseries", "short",
     [("sum by (result) (rate(rolecall_claims_total[$__rate_interval])) * 60", "{{result}}")]),
    ("Shards that are connected", "timeseries", "short", [("sum by (instance) (rolecall_shard_up)", "{{instance}}")]),
    ("Store: queue", "timeseries", "short", [("rolecall_store_queue", "{{instance}}")]),
    ("Store: errors and dropped, a minute", "timeseries", "short",
     [("sum(rate(rolecall_store_errors_total[$__rate_interval])) * 60", "errors"),
      ("sum(rate(rolecall_store_dropped_total[$__rate_interval])) * 60", "dropped")]),
    ("Age of the knowledge base", "stat", "s", [("time() - max(rolecall_knowledge_loaded_timestamp_seconds)", "")]),
    ("Entries, and sources to look at again", "stat", "short",
     [("max(rolecall_knowledge_entries)", "entries"), ("max(rolecall_knowledge_stale_sources)", "old sources")]),
    ("Version of the knowledge base", "table", "short", [("rolecall_knowledge_info == 1", "")]),
]


def panel(at, title, kind, unit, targets):
    return {
        "id": at + 1, "title": title, "type": kind, "datasource": {"type": "prometheus", "uid": "${source}"},
        "gridPos": {"x": at % 2 * 12, "y": at // 2 * 8, "w": 12, "h": 8},
        "fieldConfig": {"defaults": {"unit": unit}, "overrides": []},
        "targets": [
            {"refId": chr(65 + n), "expr": expr, "legendFormat": legend, "instant": kind != "timeseries"}
            for n, (expr, legend) in enumerate(targets)
        ],
    }


print(json.dumps({
    "title": "rolecall", "uid": "rolecall", "schemaVersion": 39, "refresh": "30s", "tags": ["rolecall"],
    "time": {"from": "now-6h", "to": "now"},
    "templating": {"list": [{"name": "source", "type": "datasource", "query": "prometheus", "label": "Data source"}]},
    "panels": [panel(at, *p) for at, p in enumerate(PANELS)],
}, indent=2))
