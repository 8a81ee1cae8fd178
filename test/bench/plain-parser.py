"""The plain way to parse invocation logs, to compare with: gunzip, split into lines, json.loads, build the row.

Usage: python3 plain-parser.py FOLDER. Prints the number of rows and the seconds of CPU time as JSON.
"""
import gzip
import json
import os
import sys
import time


def row(record):
    request, answer = record.get("input") or {}, record.get("output") or {}
    body = answer.get("outputBodyJson")
    usage, latency = {}, None
    if isinstance(body, dict):
        usage = body.get("usage") or {}
        latency = (body.get("metrics") or {}).get("latencyMs")
    elif isinstance(body, list):
        for chunk in body:
            if chunk.get("type") == "message_start":
                usage = (chunk.get("message") or {}).get("usage") or {}
            latency = (chunk.get("amazon-bedrock-invocationMetrics") or {}).get("invocationLatency", latency)
    arn = (record.get("identity") or {}).get("arn", "")
    model = record.get("modelId", "").split("/")[-1]
    return {
        "account_id": record.get("accountId"), "region": record.get("region"), "request_id": record.get("requestId"),
        "ts": record.get("timestamp"), "operation": record.get("operation"), "model_id": model,
        "inference_region": record.get("inferenceRegion"), "caller": arn.split("/")[-1], "identity_arn": arn,
        "input_tokens": request.get("inputTokenCount", 0), "output_tokens": answer.get("outputTokenCount", 0),
        "cache_read_tokens": request.get("cacheReadInputTokenCount", usage.get("cache_read_input_tokens", 0)),
        "cache_write_tokens": request.get("cacheWriteInputTokenCount", usage.get("cache_creation_input_tokens", 0)),
        "latency_ms": latency, "error_code": record.get("errorCode"), "stop_reason": body.get("stopReason") if isinstance(body, dict) else None,
    }


def rows_of(path):
    with open(path, "rb") as file:
        for line in gzip.decompress(file.read()).decode("utf-8").splitlines():
            if line.strip():
                yield row(json.loads(line))


files = [os.path.join(sys.argv[1], name) for name in sorted(os.listdir(sys.argv[1]))]
start = time.process_time()
count = sum(1 for path in files for _ in rows_of(path))
print(json.dumps({"rows": count, "seconds": time.process_time() - start}))
