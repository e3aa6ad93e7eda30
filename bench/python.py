"""A page of 1000 repositories with lakeFS's Python clients, from a canned server: python bench/python.py URL ROUNDS. Prints milliseconds, by client."""

import importlib
import json
import sys
import time

url, rounds = sys.argv[1], int(sys.argv[2])
times = {}
for name in ("lakefs_client", "lakefs_sdk"):
    lib = importlib.import_module(name)
    api_module = importlib.import_module(f"{name}.api.repositories_api")
    configuration = lib.Configuration(host=f"{url}/api/v1", username="AKIAIOSFODNN7EXAMPLE", password="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    api = api_module.RepositoriesApi(lib.ApiClient(configuration))
    own = []
    for _ in range(rounds + 2):
        began = time.perf_counter()
        answer = api.list_repositories(amount=1000)
        own.append((time.perf_counter() - began) * 1000)
        assert len(answer.results) == 1000
    times[name.replace("_", "-")] = own[2:]
print(json.dumps(times))
